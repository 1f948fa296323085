using System.Net.Sockets;

namespace EventGen.Redis;

/// <summary>Finds out why there is no connection. The client tells only how its last one ended, and of another server that its bytes make no sense.</summary>
internal static class RedisProbe
{
    /// <summary>What it finds where something else answers.</summary>
    public const string NoRedis = "what answers there is no Redis. Correct the host and the port in Address.";

    // The first byte of a server that expects TLS, and says so.
    private const byte TlsAlert = 0x15;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(1);

    /// <summary>Asks once.</summary>
    /// <param name="address">Whom.</param>
    /// <param name="timeout">How long one call may take.</param>
    /// <returns>Why there can be no connection; <see langword="null"/> where nothing speaks against one.</returns>
    public static async Task<string?> AskAsync(RedisAddress address, TimeSpan timeout)
    {
        using var limit = new CancellationTokenSource(timeout < s_longest ? timeout : s_longest, TimeProvider.System);
        using var client = new TcpClient();
        try
        {
            await address.ConnectAsync(client, limit.Token).ConfigureAwait(false);
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode.ToString();
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return address.HasTls ? null : await AnswerAsync(client, limit.Token).ConfigureAwait(false);
    }

    private static async Task<string?> AnswerAsync(TcpClient client, CancellationToken limit)
    {
        try
        {
            var stream = client.GetStream();

            // Redis reads no more than the first line. The rest is for RabbitMQ, which says nothing before it has eight bytes.
            await stream.WriteAsync("PING\r\n\r\n"u8.ToArray(), limit).ConfigureAwait(false);
            byte[] answer = new byte[1];
            int length = await stream.ReadAsync(answer, limit).ConfigureAwait(false);

            // Redis answers with a status, or with an error where it asks for a password or loads its data.
            return length == 0 || answer[0] is (byte)'+' or (byte)'-' or TlsAlert ? null : NoRedis;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            return null;
        }
    }
}
