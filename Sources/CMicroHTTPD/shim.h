#pragma once
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdint.h>

/// Starts a daemon on 127.0.0.1 whose threads poll with epoll and whose connections can be suspended.
static inline struct MHD_Daemon *gcs_mhd_start(
    uint16_t port, unsigned int threads, unsigned int connections, unsigned int idle_seconds,
    size_t connection_memory, MHD_AccessHandlerCallback handler, void *cls,
    void *(*began)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed) {
  struct sockaddr_in address = {0};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handler, cls,
      MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
      MHD_OPTION_CONNECTION_LIMIT, connections,
      MHD_OPTION_CONNECTION_TIMEOUT, idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory,
      MHD_OPTION_URI_LOG_CALLBACK, began, cls,
      MHD_OPTION_NOTIFY_COMPLETED, completed, cls,
      threads > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, threads,
      MHD_OPTION_END);
}

/// Returns the port a daemon listens on, 0 where it cannot tell.
static inline uint16_t gcs_mhd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

/// Creates a response that copies its body.
static inline struct MHD_Response *gcs_mhd_response(const void *body, size_t length) {
  return MHD_create_response_from_buffer(length, (void *)body, MHD_RESPMEM_MUST_COPY);
}

static inline ssize_t gcs_mhd_no_bytes(void *cls, uint64_t position, char *buffer, size_t max) {
  return MHD_CONTENT_READER_END_WITH_ERROR;
}

/// Creates a response that states a length and has no body, as the answer to HEAD.
static inline struct MHD_Response *gcs_mhd_bodiless_response(uint64_t length) {
  return MHD_create_response_from_callback(length, 1024, gcs_mhd_no_bytes, NULL, NULL);
}

/// Copies the request's header fields, in their order, into a visitor.
static inline void gcs_mhd_headers(
    struct MHD_Connection *connection, MHD_KeyValueIterator visitor, void *cls) {
  MHD_get_connection_values(connection, MHD_HEADER_KIND, visitor, cls);
}
