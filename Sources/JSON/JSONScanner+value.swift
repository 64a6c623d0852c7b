/// Somebody who is told of each part of a value as it is read.
public protocol JSONVisitor: ~Copyable {
    /// An object or array begins.
    mutating func begin(_ kind: JSONKind, at offset: Int)
    /// The innermost object or array ended before this offset.
    mutating func end(at offset: Int)
    /// A key of the innermost object.
    mutating func key(_ token: JSONScanner.StringToken)
    /// A string.
    mutating func string(_ token: JSONScanner.StringToken)
    /// A number, literal or non-finite number.
    mutating func scalar(_ kind: JSONKind, from start: Int, to end: Int)
}

/// The kinds of values; numbers beyond JSON's own are `nonFinite`.
@frozen
public enum JSONKind: UInt8, Sendable {
    case object
    case array
    case string
    case number
    case nonFinite
    case `true`
    case `false`
    case null
}

/// The visitor of a value that nobody wants.
@frozen
@usableFromInline
struct Nobody: JSONVisitor {
    @inlinable init() {}
    @inlinable mutating func begin(_ kind: JSONKind, at offset: Int) {}
    @inlinable mutating func end(at offset: Int) {}
    @inlinable mutating func key(_ token: JSONScanner.StringToken) {}
    @inlinable mutating func string(_ token: JSONScanner.StringToken) {}
    @inlinable mutating func scalar(_ kind: JSONKind, from start: Int, to end: Int) {}
}

extension JSONScanner {
    /// Reads one value, without recursion: what is open is a stack of bits, one for each level.
    @inlinable
    public mutating func value(for visitor: inout some JSONVisitor & ~Copyable) throws(JSONError) {
        var objects = InlineArray<8, UInt64>(repeating: 0)
        var depth = 0
        var isInObject = false
        while true {
            skipSpace()
            let start = position
            switch next {
            case 0x2D, 0x30...0x39, 0x49, 0x4E:
                if !skipsPlainNumbers(isList: depth > 0 && !isInObject, for: &visitor) {
                    let kind = try number()
                    visitor.scalar(kind, from: start, to: position)
                }
            case 0x22:
                visitor.string(try string())
            case 0x7B, 0x5B:
                isInObject = next == 0x7B
                guard depth < Self.depthLimit else { throw JSONError(.depth, at: start) }
                objects[depth &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: depth & 63))
                if isInObject { objects[depth &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: depth & 63) }
                depth &+= 1
                visitor.begin(isInObject ? .object : .array, at: start)
                position &+= 1
                skipSpace()
                if next == (isInObject ? 0x7D : 0x5D) { break }
                if isInObject { visitor.key(try key()) }
                continue
            case 0x74:
                try word("true")
                visitor.scalar(.true, from: start, to: position)
            case 0x66:
                try word("false")
                visitor.scalar(.false, from: start, to: position)
            case 0x6E:
                try word("null")
                visitor.scalar(.null, from: start, to: position)
            default:
                throw unexpected()
            }
            // After a value: what ends here is closed, until another value follows.
            while true {
                guard depth > 0 else { return }
                skipSpace()
                if next == 0x2C {
                    position &+= 1
                    if isInObject { visitor.key(try key()) }
                    break
                }
                guard next == (isInObject ? 0x7D : 0x5D) else { throw unexpected() }
                position &+= 1
                depth &-= 1
                visitor.end(at: position)
                let top = max(depth &- 1, 0)
                isInObject = objects[top &>> 6] &>> UInt64(truncatingIfNeeded: top & 63) & 1 == 1
            }
        }
    }

    /// Steps over a short number without an exponent, and in a list over those that follow at once; false where the
    /// first one is none.
    @inlinable
    @inline(__always)
    mutating func skipsPlainNumbers(
        isList: Bool, for visitor: inout some JSONVisitor & ~Copyable
    ) -> Bool {
        var start = position
        var end = text.endOfPlainNumber(at: start)
        guard end > start else { return false }
        while true {
            visitor.scalar(.number, from: start, to: end)
            guard isList, text[end] == 0x2C else { break }
            start = end &+ 1
            let next = text.endOfPlainNumber(at: start)
            guard next > start else { break }
            end = next
        }
        position = end
        return true
    }

    /// Reads a number or literal.
    public mutating func scalar() throws(JSONError) -> JSONKind {
        switch next {
        case 0x74:
            try word("true")
            return .true
        case 0x66:
            try word("false")
            return .false
        case 0x6E:
            try word("null")
            return .null
        default:
            return try number()
        }
    }

    @usableFromInline
    mutating func word(_ literal: StaticString) throws(JSONError) {
        let end = position + literal.utf8CodeUnitCount
        guard end <= text.count else {
            throw JSONError(.truncated, at: text.count)
        }
        guard text.slice(position, end) == literal else { throw JSONError(.literal, at: position) }
        position = end
    }

    /// Reads a number as JSON's grammar has it.
    @usableFromInline
    mutating func number() throws(JSONError) -> JSONKind {
        let start = position
        if next == 0x2D { position += 1 }
        if next == 0x49 || next == 0x4E {
            guard readsNonFinite, next == 0x49 || position == start else { throw JSONError(.literal, at: start) }
            try word(next == 0x49 ? "Infinity" : "NaN")
            return .nonFinite
        }
        if next == 0x30 {
            position += 1
        } else {
            try digits(start)
        }
        if next == 0x2E {
            position += 1
            try digits(start)
        }
        if next | 0x20 == 0x65 {
            position += 1
            if next == 0x2B || next == 0x2D { position += 1 }
            try digits(start)
        }
        return .number
    }

    private mutating func digits(_ start: Int) throws(JSONError) {
        let first = position
        while next &- 0x30 < 10 { position += 1 }
        guard position > first else {
            throw JSONError(position < text.count ? .number : .truncated, at: start)
        }
    }
}
