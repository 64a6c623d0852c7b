#pragma once
#include <curl/curl.h>

// Swift cannot call variadic functions; each overload fixes one type of the last parameter, so that Swift calls
// `curl_easy_setopt` as curl's manual writes it.

typedef size_t (*relay_curl_callback)(char *bytes, size_t size, size_t count, void *context);

__attribute__((swift_name("curl_easy_setopt(_:_:_:)")))
static inline CURLcode relay_setopt_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:_:)")))
static inline CURLcode relay_setopt_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:_:)")))
static inline CURLcode relay_setopt_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:pointer:)")))
static inline CURLcode relay_setopt_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:size:)")))
static inline CURLcode relay_setopt_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:callback:)")))
static inline CURLcode relay_setopt_callback(CURL *easy, CURLoption option, relay_curl_callback value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:seek:)")))
static inline CURLcode relay_setopt_seek(CURL *easy, CURLoption option, curl_seek_callback value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_easy_setopt(_:_:tls:)")))
static inline CURLcode relay_setopt_tls(CURL *easy, CURLoption option, curl_ssl_ctx_callback value) {
    return curl_easy_setopt(easy, option, value);
}

__attribute__((swift_name("curl_share_setopt(_:_:_:)")))
static inline CURLSHcode relay_share_setopt(CURLSH *share, CURLSHoption option, curl_lock_data value) {
    return curl_share_setopt(share, option, value);
}

__attribute__((swift_name("curl_multi_setopt(_:_:_:)")))
static inline CURLMcode relay_multi_setopt(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

_Static_assert(sizeof(long) == sizeof(curl_off_t), "numbers and offsets are told by one overload");

__attribute__((swift_name("curl_easy_getinfo(_:_:_:)")))
static inline CURLcode relay_getinfo_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

/// The easy handle and the result of the next transfer that ended, or no handle.
static inline CURL *relay_next_ended(CURLM *multi, CURLcode *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *result = message->data.result;
            return message->easy_handle;
        }
    }
    return NULL;
}
