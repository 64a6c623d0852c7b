import HTTP

extension CurlClient {
    /// What goes wrong with a request, if anything does.
    func fault(of request: HTTPRequest) async -> TransferError.Fault? {
        do throws(TransferError) {
            _ = try await send(request)
            return nil
        } catch {
            return error.fault
        }
    }
}
