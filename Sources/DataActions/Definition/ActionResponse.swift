package import JSON
package import JSONPath
package import Templates

/// How Genesys reads the answer of a data action: `config.response`.
package struct ActionResponse: Sendable {
  /// Where in the answer each attribute stands; nil for what Jayway alone can read.
  package let translations: [(name: String, path: JSONPath?)]
  /// The text an attribute stands for where its path leads nowhere.
  package let defaults: JSONObject
  /// The output's template; the whole answer where the action has none.
  package let template: Template?

  /// Genesys takes no JSON that is deeper.
  private static let limits = JSON.Limits(depth: 50, duplicateKeys: .lastWins)

  /// Reads the answer's body; one without any byte is null.
  package func parsed(_ body: [UInt8]) throws(StepFailure) -> JSON {
    if body.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return .null }
    do throws(JSONParseError) {
      return try JSON.parse(body, limits: Self.limits)
    } catch {
      throw StepFailure(
        "the answer is no JSON: \(error.message) (line \(error.line), column \(error.column))",
        hint: "data actions read JSON alone; ask for it with an Accept header")
    }
  }

  /// Returns what the translation map finds; what is missing and has a default comes as that text.
  package func translated(_ answer: JSON) throws(StepFailure) -> Translation {
    var translation = Translation()
    for (name, path) in translations {
      guard let path else {
        throw StepFailure(
          "translationMap \(name) uses functions or operators of Jayway, which only the org can run",
          hint: "gcsync action test --compare-live has the org run it")
      }
      let outcome: JSONPath.Outcome
      do throws(JSONPathError) {
        outcome = try path.outcome(in: answer)
      } catch {
        throw StepFailure("translationMap \(name): \(error)")
      }
      if let value = outcome.value {
        translation.texts[name] = .string(value.text)
        translation.values[name] = value
      } else if let text = defaults[name] {
        translation.texts[name] = text
        translation.values[name] = text.string.flatMap { try? JSON.parse($0) } ?? text
        translation.defaulted.append(name)
      } else {
        translation.missing.append(name)
      }
    }
    return translation
  }

  /// Returns what the success template makes of an answer and its translation.
  package func output(
    of answer: JSON, _ translation: Translation
  ) throws(StepFailure) -> JSON {
    guard let template else { return answer }
    var context = TemplateContext(translation.texts)
    context.variables["rawResult"] = .string(answer == .null ? "" : answer.text)
    let text: String
    do throws(TemplateError) {
      text = try template.render(context)
    } catch {
      throw StepFailure(error, in: "successTemplate")
    }
    do throws(JSONParseError) {
      return try JSON.parse(text, limits: Self.limits)
    } catch {
      let missing = translation.missing.filter {
        text.contains("${\($0)}") || text.contains("$\($0)")
      }
      throw StepFailure(
        "the output is no JSON: \(error.message) (line \(error.line), column \(error.column))",
        hint: missing.isEmpty
          ? "texts of the translation map bring their own quotes; write ${name}, not \"${name}\""
          : "the answer has nothing for \(missing.joined(separator: ", ")), so that the template "
            + "keeps the reference's own text; give a default in translationMapDefaults",
        text: text)
    }
  }
}

/// What a translation map finds in an answer.
package struct Translation: Sendable {
  /// Each attribute as the text that the success template writes.
  package var texts = JSONObject()
  package var values = JSONObject()
  /// The attributes that stand for their default.
  package var defaulted: [String] = []
  /// The attributes that the answer lacks and that have no default.
  package var missing: [String] = []
}
