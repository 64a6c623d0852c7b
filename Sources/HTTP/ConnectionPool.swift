import CCurl

/// Kept connections, for as long as anybody uses or may use them.
@safe
final class ConnectionPool {
    /// libcurl's name for it.
    let share: UnsafeMutableRawPointer?

    /// An empty pool.
    ///
    /// Sessions of TLS are kept with it, so that the next connection to a host is made faster.
    init() {
        unsafe share = curl_share_init()
        unsafe curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT)
        unsafe curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION)
    }

    deinit {
        unsafe curl_share_cleanup(share)
    }
}
