package import JSON

/// One line of a capture file, or one document of a file that is written over several lines.
package struct Line {
    /// Its number in the object, from one.
    package let number: Int

    /// Where it begins in the inflated object.
    package let offset: Int

    /// How many bytes it has without its line break; those of a line over the limit are gone.
    package let length: Int

    /// The bytes, valid until the next line is asked for; empty for a line over the limit.
    package let bytes: Bytes

    /// Whether it was longer than the limit.
    package let isOverLimit: Bool
}
