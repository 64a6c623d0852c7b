/// Which part of a bucket's list is asked for.
package struct S3ListQuery: Equatable, Sendable {
    /// The place in the list that a part begins at.
    package enum Start: Equatable, Sendable {
        case beginning
        /// The first key behind this one, be it there or not.
        case behind(String)
        /// Where the part before ended, as its answer said.
        case token(String)
    }

    /// The bucket's name or alias, or the ARN of an access point.
    package let bucket: String
    /// What the keys begin with.
    package let prefix: String
    /// Where it begins.
    package var start: Start

    /// A part of a list.
    package init(bucket: String, prefix: String, start: Start = .beginning) {
        self.bucket = bucket
        self.prefix = prefix
        self.start = start
    }

    /// The query of the URL, its names in the order that a signature wants.
    var text: String {
        var fields: [(name: String, value: String)] = [("encoding-type", "url"), ("list-type", "2")]
        if case .token(let token) = start { fields.insert(("continuation-token", token), at: 0) }
        if !prefix.isEmpty { fields.append(("prefix", prefix)) }
        if case .behind(let key) = start { fields.append(("start-after", key)) }
        return PercentEncoding.form(fields)
    }
}
