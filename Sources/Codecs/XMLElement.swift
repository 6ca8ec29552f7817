/// An element with what is in it, for answers small enough to be held as a whole.
///
/// Names are compared without their namespace prefix.
package struct XMLElement: Sendable, Hashable {
  package let name: XMLName
  package let attributes: [XMLAttribute]
  package private(set) var children: [XMLElement] = []
  /// The element's own text, without that of its children.
  package private(set) var text = ""

  /// Returns the first child of that name.
  package subscript(_ name: String) -> XMLElement? { children.first { $0.name.local == name } }

  package func children(named name: String) -> [XMLElement] {
    children.filter { $0.name.local == name }
  }

  /// Returns the value of an attribute.
  package func attribute(_ name: String) -> String? {
    attributes.first { $0.name.local == name }?.value
  }
}

extension XMLElement {
  /// Reads a whole document and returns its root element.
  package static func parse(
    _ bytes: [UInt8], limits: XMLLimits = XMLLimits()
  ) throws(XMLError) -> XMLElement {
    var parser = try XMLPullParser(bytes, limits: limits)
    var open: [XMLElement] = []
    var root: XMLElement?
    while let event = try parser.next() {
      switch event {
      case .start(let name, let attributes):
        open.append(XMLElement(name: name, attributes: attributes))
      case .text(let text):
        open[open.count - 1].text += text
      case .end:
        guard let element = open.popLast() else { continue }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
      }
    }
    guard let root else { throw parser.error("the document has no element") }
    return root
  }
}
