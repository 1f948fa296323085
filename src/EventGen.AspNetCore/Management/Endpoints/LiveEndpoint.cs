using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace EventGen.AspNetCore.Management;

/// <summary><c>GET /live</c>: what happens, as server-sent events. A slow reader loses some, is told how many, and holds up nobody.</summary>
internal sealed class LiveEndpoint(ManagementServer server)
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(15);

    // A reader that takes nothing for so long gives its place to another.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    public async Task GetAsync(HttpContext request)
    {
        Query.AllowOnly(request, "event");
        string? eventId = Query.Text(request, "event");
        if (eventId is not null && server.Bus.FindTopic(eventId) is null) throw ProblemException.NotFound("The bus has no event of this name. GET events lists those it has.");
        var reader = new LiveReader(eventId, server.Options.LiveBuffer);
        if (!server.Readers.TryAdd(reader))
        {
            request.Response.Headers.RetryAfter = "30";
            throw ProblemException.Unavailable($"{server.Readers.Limit} readers are being served, which is the most; close one, or raise MaxLiveReaders.");
        }

        try
        {
            await StreamAsync(request, reader).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The reader has gone or takes nothing, or the application stops.
        }
        finally
        {
            server.Readers.Remove(reader);
        }
    }

    private async Task StreamAsync(HttpContext request, LiveReader reader)
    {
        var response = request.Response;
        response.ContentType = "text/event-stream";
        response.Headers["X-Accel-Buffering"] = "no";
        request.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(request.RequestAborted, server.Stopping);
        long told = 0;
        await WriteAsync(response, ": open\n\n"u8.ToArray(), ended.Token).ConfigureAwait(false);
        while (!ended.IsCancellationRequested)
        {
            using var text = new MemoryStream();
            while (text.Length < 32 * 1024 && reader.Waiting.TryRead(out var activity)) Append(text, "activity", activity.ToModel(server.Bus), ManagementJson.Default.ActivityModel);
            if (reader.Lost is var lost && lost != told)
            {
                Append(text, "gap", new GapModel(lost - told, lost), ManagementJson.Default.GapModel);
                told = lost;
            }

            if (text.Length == 0 && !await WaitAsync(reader, ended.Token).ConfigureAwait(false)) text.Write(": still here\n\n"u8);
            if (text.Length > 0) await WriteAsync(response, text.ToArray(), ended.Token).ConfigureAwait(false);
        }
    }

    private async Task<bool> WaitAsync(LiveReader reader, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_heartbeat, server.Bus.TimeProvider);
        using var heartbeat = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await reader.Waiting.WaitToReadAsync(heartbeat.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, server.Bus.TimeProvider);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await response.Body.WriteAsync(text, patience.Token).ConfigureAwait(false);
            await response.Body.FlushAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            response.HttpContext.Abort();
            throw;
        }
    }

    private static void Append<T>(MemoryStream text, string name, T model, JsonTypeInfo<T> type)
    {
        text.Write("event: "u8);
        text.Write(System.Text.Encoding.UTF8.GetBytes(name));
        text.Write("\ndata: "u8);
        JsonSerializer.Serialize(text, model, type);   // on one line
        text.Write("\n\n"u8);
    }
}
