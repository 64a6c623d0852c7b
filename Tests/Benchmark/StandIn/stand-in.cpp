// S3, Fiddler and Lambda's Runtime API on one port, quick enough not to be what a benchmark measures.
//
//     stand-in [--tls CERTIFICATE KEY] NAME=FILE[*TIMES] …
//
// Serves each file as the object NAME of any bucket, prints its port, and runs until standard input ends. Beside what
// it stands for it answers GET /stand-in/counts, POST /stand-in/reset?latency=MICROSECONDS, GET /stand-in/invocations,
// and POST /stand-in/event?times=N with an event for a function.
#include "connection.hpp"
#include "monitor.hpp"
#include "objects.hpp"
#include "runtime.hpp"

#include <csignal>
#include <cstdio>
#include <iostream>
#include <thread>

static Objects objects;
static Monitor monitor;
static Runtime runtime;

static long parameter(const Request& request) { return std::stol(request.query.substr(request.query.find('=') + 1)); }

static bool control(Connection& client, const Request& request) {
    if (request.path == "/stand-in/counts") {
        char text[200];
        snprintf(text, sizeof text, R"({"posts":%zu,"rows":%zu,"bytes":%zu,"gets":%zu})", monitor.posts.load(),
                 monitor.rows.load(), monitor.bytes.load(), objects.gets.load());
        answer(client, "200 OK", text);
    } else if (request.path == "/stand-in/reset") {
        monitor.posts = monitor.rows = monitor.bytes = objects.gets = 0;
        monitor.latency = parameter(request);
        answer(client, "200 OK", "{}");
    } else if (request.path == "/stand-in/event") {
        runtime.take(request, parameter(request));
        answer(client, "200 OK", "{}");
    } else if (request.path == "/stand-in/invocations") {
        answer(client, "200 OK", runtime.told());
    } else {
        return false;
    }
    return true;
}

static void serve(int descriptor, SSL_CTX* context) {
    try {
        Connection client(descriptor, context);
        Request request;
        while (true) {
            client.read(request);
            if (monitor.serve(client, request) || control(client, request) || runtime.serve(client, request)) continue;
            if (!objects.serve(client, request)) answer(client, "404 Not Found", "");
        }
    } catch (const Gone&) {
    }
}

static SSL_CTX* tls_context(const char* certificate, const char* key) {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
        throw std::runtime_error("cannot use the certificate");
    return context;
}

int main(int count, char** words) try {
    signal(SIGPIPE, SIG_IGN);
    SSL_CTX* context = nullptr;
    for (int at = 1; at < count; at++) {
        std::string word = words[at];
        if (word == "--tls") {
            context = tls_context(words[at + 1], words[at + 2]);
            at += 2;
            continue;
        }
        auto equals = word.find('='), star = word.find('*');
        auto times = star == std::string::npos ? 1 : std::stoul(word.substr(star + 1));
        objects.add(word.substr(0, equals), word.substr(equals + 1, star - equals - 1), times);
    }
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    socklen_t size = sizeof address;
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, 64) != 0 ||
        getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("cannot listen");
    printf("%d\n", ntohs(address.sin_port));
    fflush(stdout);
    std::thread([] {
        while (std::cin.get() != EOF) {
        }
        _exit(0);
    }).detach();
    while (true) {
        int descriptor = accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor >= 0) std::thread(serve, descriptor, context).detach();
    }
} catch (const std::exception& error) {
    fprintf(stderr, "stand-in: %s\n", error.what());
    return 1;
}
