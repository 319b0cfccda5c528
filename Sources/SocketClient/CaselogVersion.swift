/// The version of this build: of the daemon, the client and the notifier.
public enum CaselogVersion {
    /// As `1.2.3`; the API's document says the same.
    public static let text = "0.1.0"
}
