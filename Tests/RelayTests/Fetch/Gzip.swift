import Foundation

/// Members of gzip files as Python writes them.
enum Gzip {
    /// Some bytes that compress little, so that many bytes of the member matter.
    static let content = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3 ^ $0) }

    /// One member with the content.
    static let member = compressed(content)

    /// One member with nothing in it.
    static let emptyMember = compressed([])

    /// One member with some bytes.
    static func compressed(_ bytes: [UInt8], zeros: Int = 0) -> [UInt8] {
        let script =
            "import gzip,sys;sys.stdout.buffer.write(gzip.compress(sys.stdin.buffer.read()+bytes(\(zeros)),mtime=0))"
        let python = Process()
        let input = Pipe()
        let output = Pipe()
        python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        python.arguments = ["python3", "-c", script]
        python.standardInput = input
        python.standardOutput = output
        do {
            try python.run()
            try input.fileHandleForWriting.write(contentsOf: Data(bytes))
            try input.fileHandleForWriting.close()
            let data = try output.fileHandleForReading.readToEnd() ?? Data()
            python.waitUntilExit()
            return Array(data)
        } catch {
            return []
        }
    }
}
