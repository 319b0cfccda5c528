/// The rule by which those who have a case hear that somebody opened its record in an emergency. Nobody silences or dismisses
/// its alerts: `emergency-access.reviewed` ends them.
public enum EmergencyRule {
    /// Its id in the rulebook.
    public static let id = "P77"
}
