using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EventGen.SensitiveData.Tests;

/// <summary>Values are planted, failures bring them up, and everything that a person could read is looked through.</summary>
public sealed class EverywhereTests : IAsyncLifetime
{
    private static readonly string[] s_planted = ["4111-1111-planted", "ann@planted.example", "bob@planted.example", "5500-stored-planted", "4222-rejected-planted", "4333-broken-planted", "4444-old-planted"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sensitive-");
    private readonly WholeLog _log = new();
    private readonly Inlet _inlet = new();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private EventBus Bus => _app.Services.GetRequiredService<EventBus>();

    private string Database => Path.Combine(_folder.FullName, "outbox.db");

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddEventGen().AddPublisher(_inlet).AddSqliteOutbox($"Data Source={Database}")
            .Configure(static options => (options.SensitiveData.Handling, options.SensitiveData.Key) = (SensitiveDataHandling.Encrypt, [.. Enumerable.Range(1, 32).Select(static i => (byte)i)]));
        _app = builder.Build();
        _app.MapEventGen("/eventgen", static options => options.ShowPayloads = true).AllowAnonymous();
        await _app.StartAsync(Cancellation);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single() + "/eventgen/") };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task PlantedValues_AreNowhere()
    {
        await _client.GetStringAsync("status", Cancellation);   // from now on what happens is kept for the endpoints
        using (EventMetadata.Push(correlationId: "c-1"))
        {
            await Bus.Topic<PaymentMade>().EmitAsync(
                new PaymentMade(101, s_planted[0], new Payer("Ann", s_planted[1]), new() { ["friends"] = [new Payer("Bob", s_planted[2])] }), Cancellation);
            await Bus.Topic<PaymentStored>().EmitAsync(new PaymentStored(103, s_planted[3]), Cancellation);
        }

        await Eventually.EqualAsync(2L, () => Bus.DeadLetters.Count);
        await Eventually.TrueAsync(() => _inlet.Published.Count == 1);

        // Encrypted wherever it left the process, and readable where the key is.
        AssertNothingPlanted("the message", Encoding.UTF8.GetString(_inlet.Published[0].ToTransportJson()));
        Assert.Equal([s_planted[0], s_planted[3]], [Cashier.Seen[101], Cashier.Seen[103]]);
        foreach (string file in Directory.EnumerateFiles(_folder.FullName).Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))) AssertNothingPlanted(file, Encoding.Latin1.GetString(await ReadAsync(file)));

        await RejectAsync($$"""{"id":"{{Guid.NewGuid()}}","type":"payment.made","version":2,"payload":{"number":"no","card":"{{s_planted[4]}}","payer":{"email":"{{s_planted[1]}}" } },"timestamp":"2026-11-21T10:00:00Z"}""");
        await RejectAsync($$"""{"id":"{{Guid.NewGuid()}}","type":"payment.made","payload":{"number":"no","=PAN":"{{s_planted[6]}}"},"timestamp":"2026-11-21T10:00:00Z"}""");
        await RejectAsync($$"""{"card":"{{s_planted[5]}}" """);
        await RejectAsync($$"""{"id":"{{Guid.NewGuid()}}","type":"payment.gone","payload":{"card":"{{s_planted[5]}}"},"timestamp":"2026-11-21T10:00:00Z"}""");

        var deadLetters = await Bus.DeadLetters.ListAsync(cancellationToken: Cancellation);
        Assert.Equal(6, deadLetters.Count);
        foreach (var deadLetter in deadLetters)
        {
            AssertNothingPlanted("a dead letter's text", $"{deadLetter.Reason} {(deadLetter as DeadLetter.Delivery)?.StackTrace} {deadLetter}");
            AssertNothingPlanted("its page", await PageAsync($"dead-letters/{deadLetter.Id}"));
        }

        foreach (string path in (string[])["status", "graph", "events", "events/payment.made", "events/payment.stored", "dead-letters", "outbox", "trace/c-1", "openapi.json"])
            AssertNothingPlanted(path, await PageAsync(path));
        Assert.Contains("***", await PageAsync("events/payment.made"), StringComparison.Ordinal);
        Assert.Contains("was refused", deadLetters.OfType<DeadLetter.Delivery>().First().Reason, StringComparison.Ordinal);
        AssertNothingPlanted("the log", _log.Text);
        Assert.Contains("was refused", _log.Text, StringComparison.Ordinal);

        // They are kept for the replay all the same.
        Cashier.Seen[101] = Cashier.Seen[103] = null;
        Assert.Equal(new ReplayReport(2, 4), await Bus.DeadLetters.ReplayAllAsync(cancellationToken: Cancellation));
        AssertNothingPlanted("the log after the replay", _log.Text);
    }

    // The first two are told in full.
    [Fact]
    public async Task FailureThatIsToldInALine_HasNoPlantedValue()
    {
        for (int i = 0; i < 3; i++) await Bus.Topic<PaymentMade>().EmitAsync(new PaymentMade(301 + (2 * i), s_planted[0], new Payer("Ann", s_planted[1])), Cancellation);
        await Eventually.EqualAsync(3L, () => Bus.DeadLetters.Count);

        Assert.Contains("InvalidOperationException: *** of *** was refused (3 such within an hour;", _log.Text, StringComparison.Ordinal);
        AssertNothingPlanted("the log", _log.Text);
    }

    [Fact]
    public async Task LiveView_HasNoPlantedValue()
    {
        using var response = await _client.GetAsync("live", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        await Bus.Topic<PaymentMade>().EmitAsync(new PaymentMade(201, s_planted[0], new Payer("Ann", s_planted[1])), Cancellation);

        var seen = new StringBuilder();
        while (!seen.ToString().Contains("\"failed\"", StringComparison.Ordinal)) seen.AppendLine(await Deadline.WithinAsync(reader.ReadLineAsync(Cancellation).AsTask(), "the next line"));

        Assert.Contains("payment.made", seen.ToString(), StringComparison.Ordinal);
        AssertNothingPlanted("the live view", seen.ToString());
    }

    private async Task RejectAsync(string wire) =>
        Assert.Equal(ReceiveStatus.Rejected, (await _inlet.Receiver.ReceiveAsync(Encoding.UTF8.GetBytes(wire), Cancellation)).Status);

    private async Task<string> PageAsync(string path)
    {
        using var response = await _client.GetAsync(path, Cancellation);
        string text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {response.StatusCode} {text}");
        return text;
    }

    // The outbox has it open.
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, Cancellation);
        return bytes.ToArray();
    }

    private static void AssertNothingPlanted(string where, string text)
    {
        foreach (string value in s_planted) Assert.False(text.Contains(value, StringComparison.OrdinalIgnoreCase), $"{where} has {value}: {text}");
    }
}
