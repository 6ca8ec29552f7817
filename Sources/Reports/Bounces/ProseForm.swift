/// A form of prose in which a mail system tells that a message failed.
struct ProseForm {
  let name: String
  /// What stands before the addresses, in lower case.
  let opening: String
  /// Whether the system still tries, so that nothing has failed yet.
  var isDelay = false
  /// What its author publishes of it, or whose mail it was seen in.
  let source: String

  /// The first form whose opening occurs counts, delays before failures.
  static let all = [
    ProseForm(
      name: "a delay", opening: "transient non-fatal errors", isDelay: true,
      source: "sendmail 8, savemail.c"),
    ProseForm(
      name: "a delay", opening: "warning: could not send message for past", isDelay: true,
      source: "sendmail 8"),
    ProseForm(
      name: "a delay", opening: "this is a warning message only", isDelay: true,
      source: "sendmail 8, Exim"),
    ProseForm(
      name: "a delay", opening: "has not yet been delivered", isDelay: true, source: "Exim"),
    ProseForm(
      name: "a delay", opening: "delivery incomplete", isDelay: true, source: "Gmail"),
    ProseForm(
      name: "a delay", opening: "you do not need to resend your message", isDelay: true,
      source: "Exchange, Gmail"),
    ProseForm(
      name: "qmail", opening: "hi. this is the", source: "cr.yp.to/proto/qsbmf.txt"),
    ProseForm(
      name: "sendmail", opening: "the following addresses had permanent fatal errors",
      source: "sendmail 8, savemail.c"),
    ProseForm(
      name: "sendmail 5", opening: "----- transcript of session follows", source: "sendmail 5"),
    ProseForm(name: "Exim", opening: "the following address(es) failed", source: "Exim"),
    ProseForm(
      name: "Gmail", opening: "delivery to the following recipient failed permanently",
      source: "Gmail until 2016"),
    ProseForm(
      name: "Exchange", opening: "delivery to the following recipients failed",
      source: "Exchange 2000"),
    ProseForm(name: "Gmail", opening: "your message wasn't delivered to", source: "Gmail"),
    ProseForm(
      name: "Exchange", opening: "the following recipient(s) could not be reached",
      source: "Exchange 2003"),
    ProseForm(
      name: "Exchange", opening: "the following recipient(s) cannot be reached",
      source: "Exchange 2003, Outlook"),
    ProseForm(
      name: "Exchange", opening: "delivery has failed to these recipients", source: "Exchange 2007…"
    ),
    ProseForm(
      name: "Exchange", opening: "couldn't be delivered", source: "Exchange Online"),
    ProseForm(
      name: "Postfix", opening: "could not be delivered to one or more recipients",
      source: "Postfix, bounce.cf"),
    ProseForm(
      name: "Courier", opening: "unable to deliver your mail", source: "Courier, courierd"),
  ]

  /// Where a copy of the message begins, in lower case; nothing after it counts.
  static let endings = [
    "below this line is a copy of the message", "----- original message -----",
    "----- unsent message follows", "----- message header follows -----",
    "original message headers:", "original message header:", "----original message----",
    "this is a copy of the message, including all the headers", "----- message truncated",
    "------ this is a copy of your message",
  ]
}
