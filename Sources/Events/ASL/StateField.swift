/// A field of a state: which query language it belongs to and what may stand in it.
struct StateField {
  /// What the value of a field must be.
  enum Content {
    case text
    /// Checked together with other fields, elsewhere.
    case structure
    case anything
    /// A path to any number of values; null, where allowed, for nothing.
    case path(nullable: Bool)
    /// A path to one place of the input.
    case place
    /// A path to one value, of the input, the context or a variable.
    case value
    /// A path to one value, or a function that makes one.
    case valueOrFunction
    /// A whole number, or in JSONata an expression.
    case number(ClosedRange<Int>)
    case timestamp
    /// Values, some of which are taken from data.
    case template
    case variables
  }

  let content: Content
  /// Nil where both languages have it.
  let language: QueryLanguage?

  init(_ content: Content, _ language: QueryLanguage? = nil) {
    self.content = content
    self.language = language
  }
}

extension StateField {
  private static let seconds = 1...99_999_999

  private static let common: [String: StateField] = [
    "Type": .init(.structure), "Comment": .init(.text), "QueryLanguage": .init(.structure),
  ]
  private static let ways: [String: StateField] = [
    "Next": .init(.structure), "End": .init(.structure),
  ]
  private static let ends: [String: StateField] = [
    "InputPath": .init(.path(nullable: true), .jsonPath),
    "OutputPath": .init(.path(nullable: true), .jsonPath),
    "Output": .init(.template, .jsonata),
  ]
  private static let work: [String: StateField] = [
    "Parameters": .init(.template, .jsonPath), "ResultPath": .init(.place, .jsonPath),
    "ResultSelector": .init(.template, .jsonPath), "Arguments": .init(.template, .jsonata),
    "Retry": .init(.structure), "Catch": .init(.structure), "Assign": .init(.variables),
  ]

  /// Returns the fields a type of state has, by name.
  static func fields(of type: StateType) -> [String: StateField] {
    let own: [[String: StateField]] =
      switch type {
      case .task: [ways, ends, work, task]
      case .pass:
        [
          ways, ends,
          [
            "Parameters": .init(.template, .jsonPath), "ResultPath": .init(.place, .jsonPath),
            "Result": .init(.anything, .jsonPath), "Assign": .init(.variables),
          ],
        ]
      case .choice:
        [
          ends,
          [
            "Choices": .init(.structure), "Default": .init(.structure),
            "Assign": .init(.variables),
          ],
        ]
      case .wait:
        [
          ways, ends,
          [
            "Seconds": .init(.number(0...99_999_999)), "SecondsPath": .init(.value, .jsonPath),
            "Timestamp": .init(.timestamp), "TimestampPath": .init(.value, .jsonPath),
            "Assign": .init(.variables),
          ],
        ]
      case .succeed: [ends]
      case .fail:
        [
          [
            "Error": .init(.text), "Cause": .init(.text),
            "ErrorPath": .init(.valueOrFunction, .jsonPath),
            "CausePath": .init(.valueOrFunction, .jsonPath),
          ]
        ]
      case .parallel: [ways, ends, work, ["Branches": .init(.structure)]]
      case .map: [ways, ends, work.filter { $0.key != "Arguments" }, map]
      }
    return own.reduce(common) { $0.merging($1) { first, _ in first } }
  }

  private static let task: [String: StateField] = [
    "Resource": .init(.structure), "Credentials": .init(.template),
    "TimeoutSeconds": .init(.number(seconds)), "TimeoutSecondsPath": .init(.value, .jsonPath),
    "HeartbeatSeconds": .init(.number(seconds)), "HeartbeatSecondsPath": .init(.value, .jsonPath),
  ]

  private static let map: [String: StateField] = [
    "ItemsPath": .init(.path(nullable: false), .jsonPath), "Items": .init(.template, .jsonata),
    "ItemSelector": .init(.template), "ItemProcessor": .init(.structure),
    "Iterator": .init(.structure), "ItemReader": .init(.structure),
    "ItemBatcher": .init(.structure), "ResultWriter": .init(.structure), "Label": .init(.text),
    "MaxConcurrency": .init(.number(0...99_999_999)),
    "MaxConcurrencyPath": .init(.value, .jsonPath),
    "ToleratedFailurePercentage": .init(.number(0...100)),
    "ToleratedFailurePercentagePath": .init(.value, .jsonPath),
    "ToleratedFailureCount": .init(.number(0...99_999_999)),
    "ToleratedFailureCountPath": .init(.value, .jsonPath),
  ]

  /// The fields of a type of which two may not stand together.
  static let exclusive = [
    ("Seconds", "SecondsPath"), ("Seconds", "Timestamp"), ("Seconds", "TimestampPath"),
    ("SecondsPath", "Timestamp"), ("SecondsPath", "TimestampPath"),
    ("Timestamp", "TimestampPath"), ("Error", "ErrorPath"), ("Cause", "CausePath"),
    ("TimeoutSeconds", "TimeoutSecondsPath"), ("HeartbeatSeconds", "HeartbeatSecondsPath"),
    ("ItemProcessor", "Iterator"), ("Items", "ItemsPath"), ("ItemSelector", "Parameters"),
    ("MaxConcurrency", "MaxConcurrencyPath"), ("MaxItems", "MaxItemsPath"),
    ("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"),
    ("ToleratedFailureCount", "ToleratedFailureCountPath"),
    ("MaxItemsPerBatch", "MaxItemsPerBatchPath"),
    ("MaxInputBytesPerBatch", "MaxInputBytesPerBatchPath"),
  ]
}
