/// The keys of AWS that IBM asks for and keeps; they come from settings of their own.
struct SageMakerKeys: Equatable, Sendable {
    let accessKeyID: String
    let secretAccessKey: String
    let region: String

    /// What no message may repeat.
    var secrets: [String] { [accessKeyID, secretAccessKey] }
}
