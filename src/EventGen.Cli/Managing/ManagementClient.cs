using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

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

        // A redirect is not followed: another server could have a request that changes something repeated at any bus.
        // What is meant for this machine goes through no proxy either, which would read the token.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = !address.IsLoopback };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Add("X-EventGen-Request", "1");
        if (token is not null) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>An object that an endpoint answers.</summary>
    /// <param name="path">The endpoint.</param>
    /// <param name="member">A member that its answer always has: an answer without it is of something else.</param>
    /// <param name="cancellationToken">Ends the wait for the answer.</param>
    /// <exception cref="CommandException">It cannot be reached, refuses, or answers something else; the message says why.</exception>
    public Task<JsonNode> GetAsync(string path, string member, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, member, cancellationToken);

    /// <inheritdoc cref="GetAsync"/>
    public async Task<JsonNode> SendAsync(HttpMethod method, string path, string member, CancellationToken cancellationToken)
    {
        var (_, body) = await AskAsync(method, path, cancellationToken);
        return Parse(body, path) is var answer && answer.ContainsKey(member) ? answer : throw AnotherAnswer(path);
    }

    /// <summary>Changes something that is answered by no more than that it was done.</summary>
    /// <exception cref="CommandException">It cannot be reached, refuses, or answers something else; the message says why.</exception>
    public async Task ChangeAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var (status, _) = await AskAsync(method, path, cancellationToken);
        if (status != HttpStatusCode.NoContent) throw AnotherAnswer(path);
    }

    /// <summary>The server-sent events of an endpoint, each with its name and data.</summary>
    /// <exception cref="CommandException">It cannot be reached, refuses, answers something else, or ends it; the message says why.</exception>
    public async IAsyncEnumerable<(string Name, JsonNode Data)> ListenAsync(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var answer = await OpenAsync(HttpMethod.Get, path, cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType != "text/event-stream") throw AnotherAnswer(path);
        using var reader = new LineReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        string name = "";
        while (await ReadAsync(() => reader.ReadLineAsync(cancellationToken)) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) yield return (name, Parse(Encoding.UTF8.GetBytes(line[6..]), path));
        }

        throw new CommandException($"{_address} has ended the connection: the application stops, or a proxy closes what is open for long.");
    }

    public void Dispose() => _client.Dispose();

    private async Task<(HttpStatusCode Status, byte[] Body)> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeLimit.CancelAfter(TimeSpan.FromSeconds(100));
        try
        {
            using var answer = await OpenAsync(method, path, timeLimit.Token);
            return (answer.StatusCode, await ReadAsync(() => AnswerReader.ReadAllAsync(answer.Content, timeLimit.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{_address} does not answer.");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        var target = new Uri(_address, path);
        HttpResponseMessage answer;
        try
        {
            using var request = new HttpRequestMessage(method, target);
            answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new CommandException($"{_address} cannot be reached: {exception.Message}");
        }

        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            throw new CommandException((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location
                ? $"{_address} answered with a redirect to {Written(target, location)}; give that address if it is meant."
                : await RefusalAsync(answer, cancellationToken));
        }
    }

    // Without user, password and query, and without what the command itself puts behind the address.
    private string Written(Uri target, Uri location)
    {
        if (!Uri.TryCreate(target, location, out var whole)) return "no address";
        string written = whole.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        string path = $"/{_address.MakeRelativeUri(target).ToString().Split('?')[0]}";
        return written.EndsWith(path, StringComparison.Ordinal) ? written[..^path.Length] : written;
    }

    private async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        string detail = "";
        try
        {
            var problem = AnswerReader.Parse(await AnswerReader.ReadAllAsync(answer.Content, cancellationToken));
            detail = problem.Text("detail") is { Length: > 0 } known ? known : problem.Text("title");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException or IOException or HttpRequestException)
        {
            // It is no problem document: its status says enough.
        }

        string hint = (int)answer.StatusCode switch
        {
            401 => " Give a token with EVENTGEN_TOKEN or --token-file.",
            404 when detail.Length == 0 => " Does the address end as the application maps the endpoints, such as /eventgen?",
            _ => "",
        };
        return $"{_address} says {(int)answer.StatusCode}{(detail.Length == 0 ? "." : $": {detail}")}{hint}";
    }

    private async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException exception)
        {
            throw new CommandException($"{_address} {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            throw new CommandException($"{_address}: the connection ended in mid-answer.");
        }
    }

    private JsonObject Parse(byte[] json, string path)
    {
        try
        {
            return AnswerReader.Parse(json);
        }
        catch (JsonException)
        {
            throw AnotherAnswer(path);
        }
    }

    private CommandException AnotherAnswer(string path) => new($"{_address}{path} answers something else than the management endpoints do.");
}
