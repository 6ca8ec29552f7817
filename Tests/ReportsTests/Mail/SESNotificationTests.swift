import JSON
import Mail
import Reports
import Testing

/// What Amazon SES tells of a message.
struct SESNotificationTests {
  private static let mail = #"""
    "mail": {"messageId": "0102", "commonHeaders": {"messageId": "<r.1@example.com>"}}
    """#

  static let cases = [
    (
      #"""
      {"notificationType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "General",
       "bouncedRecipients": [{"emailAddress": "anna@example.org", "status": "5.1.1", "action": "failed",
       "diagnosticCode": "smtp; 550 5.1.1 user unknown"}, {"emailAddress": "Bert <bert@example.org>"}]},
      """# + mail + "}",
      [
        "anna@example.org permanent 5.1.1 r.1@example.com",
        "bert@example.org permanent - r.1@example.com",
      ]
    ),
    (
      #"{"eventType": "Bounce", "bounce": {"bounceType": "Transient", "bounceSubType": "MailboxFull","#
        + #""bouncedRecipients": [{"emailAddress": "anna@example.org"}]}, "new": 1,"# + mail + "}",
      ["anna@example.org transient - r.1@example.com"]
    ),
    (
      #"{"eventType": "Bounce", "bounce": {"bounceType": "Undetermined", "bouncedRecipients":"#
        + #"[{"emailAddress": "anna@example.org"}]}, "mail": {"headers": [{"name": "Message-Id","#
        + #""value": "<r.2@example.com>"}]}}"#,
      ["anna@example.org transient - r.2@example.com"]
    ),
    (
      #"{"notificationType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress":"#
        + #""anna@example.org"}], "complaintFeedbackType": "abuse"},"# + mail + "}",
      ["anna@example.org complaint - r.1@example.com"]
    ),
    (
      #"{"notificationType": "Complaint", "complaint": {"complainedRecipients": [{"emailAddress":"#
        + #""anna@example.org"}], "complaintFeedbackType": "not-spam"}}"#,
      ["no failure: SES: feedback of the type not-spam"]
    ),
    (
      #"{"eventType": "Delivery", "delivery": {"recipients": ["anna@example.org"]}}"#,
      ["no failure: SES: Delivery"]
    ),
    (
      #"{"Type": "SubscriptionConfirmation", "Message": "You have chosen to subscribe"}"#,
      ["no failure: a message of SNS itself"]
    ),
    (
      #"{"notificationType": "Bounce", "bounce": {"bounceType": "Permanent"}}"#,
      ["not understood: a bounce of SES that names no recipient"]
    ),
    (#"{"a": 1}"#, ["not understood: JSON that is no notification of SES"]),
    ("[1]", ["not understood: JSON that is no notification of SES"]),
    ("x", ["not understood: no JSON"]),
  ]

  @Test(arguments: cases)
  func `a notification is read, bare and in either envelope`(text: String, lines: [String]) throws {
    #expect(SESNotification.read(Array(text.utf8)).lines == lines)
    guard let inner = try? JSON.parse(text), inner["Message"] == nil, inner.object != nil else {
      return
    }
    let topic: JSON = ["Type": "Notification", "Message": .string(text)]
    #expect(SESNotification.read(topic.bytes).lines == lines)
    let bus: JSON = ["source": "aws.ses", "detail-type": "Email Bounced", "detail": inner]
    #expect(SESNotification.read(bus.bytes).lines == lines)
  }
}
