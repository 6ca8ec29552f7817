"""Reads each message of a folder (0.eml, 1.eml …) with Python's email package, and prints what it says, a line of JSON each."""
import email
import email.header
import email.policy
import email.utils
import json
import pathlib
import sys



def mailboxes(text):
    """The names and addresses of a field; the newer API of the package leaves blanks between encoded words."""
    return [[str(email.header.make_header(email.header.decode_header(name))), address]
            for name, address in email.utils.getaddresses([text])]


for path in sorted(pathlib.Path(sys.argv[1]).glob("*.eml"), key=lambda path: int(path.stem)):
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    raw = email.message_from_bytes(path.read_bytes())
    parts = [part for part in message.walk() if not part.is_multipart()]
    print(json.dumps({
        "defects": [str(defect) for part in message.walk() for defect in part.defects]
                   + [str(defect) for value in message.values() for defect in value.defects],
        "type": message.get_content_type(),
        "subject": message["Subject"],
        "date": message["Date"].datetime.isoformat(),
        "id": message["Message-ID"],
        "auto": message["Auto-Submitted"],
        "from": mailboxes(raw["From"]),
        "to": mailboxes(raw["To"]),
        "parts": [{"type": part.get_content_type(), "name": part.get_filename(), "disposition": part.get_content_disposition(),
                   "content": part.get_content().replace("\r\n", "\n") if part.get_content_maintype() == "text" and not part.get_filename()
                   else part.get_payload(decode=True).hex()} for part in parts],
    }))
