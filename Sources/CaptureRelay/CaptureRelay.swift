@main struct CaptureRelay { static func main() {} }
