@main struct Instructions { static func main() {} }
