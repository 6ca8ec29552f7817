internal import Genesys
internal import JSON
internal import Manifests
internal import Reconciler

extension KindDrafting {
  /// What about the list itself should be looked at.
  func remarks(_ list: ListProbe) -> [String] {
    var remarks: [String] = []
    if list.isPagingOpen {
      remarks.append(
        "wire/pager: \(list.paging.rawValue) is a guess, since all fits on one page of the list")
    }
    let names = list.objects.compactMap { $0[nameField]?.string }
    if Set(names).count < names.count {
      remarks.append("wire/identity: several objects share what stands at /\(nameField)")
    }
    return remarks
  }

  func advice(_ draft: KindDraft, _ remarks: [String]) -> String {
    let fields = draft.remarks.map { "\($0.path): \($0.text)" }
    let wire = [
      "wire: create, update and delete are POST, PUT and DELETE; say so where it is otherwise",
      "wire/permissions: none are named; name those the OAuth client needs",
    ]
    return
      (["drafted \(name); look at these in it:"]
      + (fields + remarks + wire).map { "  \($0)" }
      + ["then try it: gcsync explain \(name), gcsync export \(name)"]).joined(separator: "\n")
  }
}
