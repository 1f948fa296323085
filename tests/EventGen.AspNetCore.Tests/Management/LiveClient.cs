using System.Text.Json.Nodes;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>Reads the live stream.</summary>
internal sealed class LiveClient(HttpResponseMessage response, StreamReader lines) : IAsyncDisposable
{
    public static async Task<LiveClient> OpenAsync(HttpClient client, string path)
    {
        var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        return new LiveClient(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event of a name.</summary>
    public async Task<JsonNode> NextAsync(string name)
    {
        while (await ReadLineAsync() is { } line)
        {
            if (line == $"event: {name}") return JsonNode.Parse((await ReadLineAsync())!["data: ".Length..])!;
        }

        throw new EndOfStreamException();
    }

    /// <summary>Reads to the end of the stream.</summary>
    public async Task ReadToEndAsync()
    {
        while (await ReadLineAsync() is not null)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        await Task.CompletedTask;
    }

    private async Task<string?> ReadLineAsync() => await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
