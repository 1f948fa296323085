using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EventGen.Cli.Screens;

namespace EventGen.Cli.Managing;

/// <summary>Speaks to the management endpoints of a running application.</summary>
internal sealed class ManagementClient : IDisposable
{
    private readonly HttpClient _client;
    private readonly Uri _address;

    /// <param name="address">Where the endpoints are: <c>https://shop.example/eventgen</c>.</param>
    /// <param name="token">A bearer token; <see langword="null"/> for none.</param>
    public ManagementClient(Uri address, string? token)
    {
        _address = new Uri($"{address.GetLeftPart(UriPartial.Path).TrimEnd('/')}/");
        _client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Add("X-EventGen-Request", "1");
        if (token is not null) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <exception cref="CommandException">It cannot be reached, or refuses; the message says why.</exception>
    public Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, cancellationToken);

    /// <exception cref="CommandException">It cannot be reached, or refuses; the message says why.</exception>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeLimit.CancelAfter(TimeSpan.FromSeconds(100));
        try
        {
            using var answer = await OpenAsync(method, path, timeLimit.Token);
            string text = await answer.Content.ReadAsStringAsync(timeLimit.Token);
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            throw new CommandException($"{_address}{path} answers something else than the management endpoints do.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{_address} does not answer.");
        }
    }

    /// <summary>The server-sent events of an endpoint, each with its name and data; ends when the server ends it.</summary>
    public async IAsyncEnumerable<(string Name, JsonNode Data)> ListenAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await OpenAsync(HttpMethod.Get, path, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        string name = "";
        while (await ReadLineAsync(reader, cancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonNode.Parse(line[6..]) is { } data) yield return (name, data);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (IOException)
        {
            throw new CommandException($"{_address} has ended the connection.");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        HttpResponseMessage answer;
        try
        {
            using var request = new HttpRequestMessage(method, new Uri(_address, path));
            answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException($"{_address} cannot be reached: {exception.Message}");
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            throw new CommandException(await RefusalAsync(answer, cancellationToken));
        }
    }

    private async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string? detail = null;
        try
        {
            var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
            detail = problem?["detail"]?.GetValue<string>() ?? problem?["title"]?.GetValue<string>();
        }
        catch (System.Text.Json.JsonException)
        {
            // It is no problem document.
        }

        string hint = (int)answer.StatusCode switch
        {
            401 => " Give a token with EVENTGEN_TOKEN or --token-file.",
            404 when detail is null => " Does the address end as the application maps the endpoints, such as /eventgen?",
            _ => "",
        };
        return Printable.Of($"{_address} says {(int)answer.StatusCode}{(detail is null ? "" : $": {detail}")}{(detail is null ? "." : "")}{hint}").Replace('\n', ' ');
    }
}
