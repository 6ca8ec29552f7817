internal import Diagnostics
internal import Reconciler
internal import World

/// What there is to say of leases.
enum Leases {
  /// Why an apply must wait, and for whom.
  static func problem(_ lease: Lease, _ environment: String) -> Diagnostic {
    .error(
      "locked", "\(environment) is being written to by \(lease.holder), run \(lease.run)",
      notes: [
        .init(
          "since \(lease.acquired.rfc3339); without a sign of life it ends at \(lease.expires.rfc3339)"
        )
      ],
      hint: "wait for it; gcsync lock release takes the lease from a run that is surely dead")
  }
}
