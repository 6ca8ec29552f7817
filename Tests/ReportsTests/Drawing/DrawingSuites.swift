import Testing

/// The suites that draw, one after the other: a report waits for its turn to be drawn, and two tests that
/// do so would take the threads that all others need.
@Suite(.serialized) enum DrawingSuites {}
