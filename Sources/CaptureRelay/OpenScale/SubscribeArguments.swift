import Relay

/// What `openscale subscribe` was asked to do.
struct SubscribeArguments: Equatable, Sendable {
    /// The SageMaker endpoint's name.
    var endpoint: String

    /// The column of the ground truth.
    var label: String

    /// The column of the model's prediction.
    var prediction: String

    /// The column of its probability or score.
    var probability: String?

    /// What the model was made for.
    var problem: ProblemType

    /// Input columns that hold one of a few values, besides those that are text by their type.
    var categorical: [String] = []

    /// The service provider's name; without one, a name of its region.
    var provider: String?

    /// Whether the requests are printed, and not sent.
    var isDryRun = false

    /// The file of settings.
    var environmentFile: String?

    /// Whether the service provider's name is given.
    var namesProvider: Bool { provider != nil }

    /// The words by which OpenScale knows problems.
    enum ProblemType: String, CaseIterable, Sendable {
        case binary
        case multiclass
        case regression
    }
}

extension SubscribeArguments {
    /// The flags of `openscale subscribe`.
    enum Flag: String, CaseIterable {
        case endpoint = "--endpoint"
        case label = "--label"
        case prediction = "--prediction"
        case probability = "--probability"
        case problem = "--problem"
        case categorical = "--categorical"
        case provider = "--provider"
        case dryRun = "--dry-run"
        case environmentFile = "--env-file"
    }

    /// Reads the arguments behind `openscale subscribe`.
    init(_ arguments: ArraySlice<String>) throws(UsageError) {
        var reader = ArgumentReader<Flag>(arguments, of: .openscale)
        var values: [Flag: String] = [:]
        while let argument = try reader.next() {
            switch argument {
            case .word(let word): throw .openScale(.wordTooMany(word, .subscribe))
            case .flag(.dryRun): values[.dryRun] = try reader.hasNoValue() ? "" : nil
            case .flag(let flag): values[flag] = try reader.value()
            }
        }
        do throws(OpenScaleUsageError) { try self.init(values) } catch { throw .openScale(error) }
    }

    private init(_ values: [Flag: String]) throws(OpenScaleUsageError) {
        let missing = [Flag.endpoint, .label, .prediction, .problem].filter { values[$0] == nil }
        guard missing.isEmpty, let endpoint = values[.endpoint], let label = values[.label],
            let prediction = values[.prediction], let word = values[.problem]
        else { throw .missing(missing) }
        guard let problem = ProblemType(rawValue: word) else { throw .unknownProblem(word) }
        self.init(endpoint: endpoint, label: label, prediction: prediction, problem: problem)
        probability = values[.probability]
        if probability != nil, problem == .regression { throw .probabilityOfRegression }
        if label.utf8.elementsEqual(prediction.utf8) { throw .sameColumn(.label, .prediction, label) }
        if let probability {
            for (flag, name) in [(Flag.label, label), (.prediction, prediction)]
            where probability.utf8.elementsEqual(name.utf8) { throw .sameColumn(flag, .probability, name) }
        }
        if let text = values[.categorical] {
            do throws(ColumnListError) { categorical = try ColumnList.parse(text).map(\.name) } catch {
                throw .noColumns(.categorical, error)
            }
        }
        provider = values[.provider]
        isDryRun = values[.dryRun] != nil
        environmentFile = values[.environmentFile]
    }
}
