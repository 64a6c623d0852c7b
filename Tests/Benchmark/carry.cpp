// Carries an object's bytes in and as many bytes of requests out over bare sockets, and does nothing else with them:
// what the kernel asks for the same traffic, and so what no program can do without.
//
//     carry STORE-PORT MONITOR-PORT OBJECT BODY-FILE POSTS
#include <algorithm>
#include <arpa/inet.h>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

static int connected(const char* port) {
    int one = 1, descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(atoi(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) _exit(1);
    return descriptor;
}

static void send_all(int descriptor, const std::string& bytes) {
    for (size_t sent = 0; sent < bytes.size();) {
        ssize_t count = send(descriptor, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) _exit(1);
        sent += count;
    }
}

// The head of a response, and how many bytes of its body are still to come.
static size_t rest_after_head(int descriptor, std::vector<char>& room, std::string& head) {
    head.clear();
    size_t end;
    while ((end = head.find("\r\n\r\n")) == std::string::npos) {
        ssize_t count = recv(descriptor, room.data(), room.size(), 0);
        if (count <= 0) _exit(1);
        head.append(room.data(), count);
    }
    size_t length = std::stoul(head.substr(head.find("Content-Length: ") + 16));
    return length - (head.size() - end - 4);
}

int main(int count, char** words) {
    if (count < 6) return 2;
    int store = connected(words[1]), monitor = connected(words[2]);
    std::ifstream file(words[4], std::ios::binary);
    std::string body{std::istreambuf_iterator<char>(file), {}}, head;
    std::string request = "POST /v3/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ";
    request += std::to_string(body.size()) + "\r\n\r\n" + body;
    size_t posts = std::stoul(words[5]), posted = 0;
    std::vector<char> room(256 * 1024);
    send_all(store, std::string("GET /bucket/") + words[3] + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    size_t left = rest_after_head(store, room, head), total = left;
    while (left > 0 || posted < posts) {
        if (left > 0) {
            ssize_t got = recv(store, room.data(), std::min(left, room.size()), 0);
            if (got <= 0) return 1;
            left -= got;
        }
        // A request goes out when as much has come in as its rows are made of.
        if (total - left < total / posts * posted && left > 0) continue;
        if (posted == posts) continue;
        send_all(monitor, request);
        for (size_t rest = rest_after_head(monitor, room, head); rest > 0;) {
            ssize_t got = recv(monitor, room.data(), std::min(rest, room.size()), 0);
            if (got <= 0) return 1;
            rest -= got;
        }
        posted++;
    }
}
