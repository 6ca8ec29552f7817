import JSON
import Templates

/// The variables most tests use.
let someVariables: JSONObject = [
  "a": 1, "b": 2, "s": "héllo", "e": "", "l": [1, "two", 3], "m": ["k": "v", "n": 7], "t": true,
  "f": false, "d": .number(JSONNumber(validated: "1.5")), "big": 5_000_000_000, "z": .null,
  "o": ["p": ["q": [10, 20]]], "csv": "a,b,,c,,",
]

/// Renders a template, or says its error.
func rendered(
  _ source: String, _ variables: JSONObject = someVariables,
  printing: TemplateContext.Printing = .java, limits: TemplateLimits = .default
) -> Result<String, TemplateError> {
  do throws(TemplateError) {
    let template = try Template(parsing: source)
    let context = TemplateContext(variables, printing: printing)
    return .success(try template.render(context, limits: limits))
  } catch {
    return .failure(error)
  }
}
