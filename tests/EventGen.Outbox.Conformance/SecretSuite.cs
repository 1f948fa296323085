using System.Text;

namespace EventGen.Outbox.Conformance;

/// <summary>A handler's exception repeats a connection string: its password is in nothing that the bus writes.</summary>
public abstract class SecretSuite(StoreBackend backend) : StoreSuite(backend)
{
    private const string Secret = "corr3ct-horse-77";

    private readonly string _run = Guid.NewGuid().ToString();
    private readonly DiagnosticOutputRecorder _seen = new();

    private Mailroom Room => Mailroom.Of(_run);

    [Theory]
    [InlineData("No connection with 'Host=db;Username=clerk;Password=" + Secret + ";Database=shop'.")]
    [InlineData("No connection with \"Data Source=shop.db;Pwd='" + Secret + " with ''quotes'' '\".")]
    [InlineData("No connection to postgres://clerk:" + Secret + "@db:5432/shop, nor to amqp://clerk:" + Secret + "@mq")]
    public async Task ThePasswordOfAHandlersException_IsShownNowhere(string failure)
    {
        await using var bus = EventBus.Create(b =>
        {
            b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).UseLogging(new OneProvider(_seen));
            Backend.AddOutbox(b, options => (options.Application, options.PollInterval) = ("shop", TimeSpan.FromMilliseconds(50)));
        });
        using var listening = _seen.Listen(toExceptions: false);
        await bus.StartAsync(Cancellation);
        (Room.Failure, Room.Fails) = (failure, true);
        Room.Chore = (_, _, _) => throw new InvalidOperationException(failure);
        await bus.Topic<Posted>().EmitAsync(new Posted(_run, 1), Cancellation);
        await bus.Topic<Chore>().EmitAsync(new Chore(_run, 2), Cancellation);
        await Eventually.TrueAsync(async () =>
        {
            foreach (var waiting in await bus.Outbox.ListAsync(cancellationToken: Cancellation)) _seen.Note(string.Join(' ', waiting.Targets));
            return bus.GetHealth().DeadLetters == 2;
        });

        var deadLetters = await bus.DeadLetters.ListAsync(cancellationToken: Cancellation);
        Assert.All(deadLetters, deadLetter =>
        {
            Assert.StartsWith("No connection", deadLetter.Reason, StringComparison.Ordinal);
            Assert.Contains("***", deadLetter.Reason, StringComparison.Ordinal);
            _seen.Note($"{deadLetter} {deadLetter.Reason} {((DeadLetter.Delivery)deadLetter).StackTrace}");
        });
        foreach (byte[] body in await BodiesAsync()) _seen.Note(Encoding.UTF8.GetString(body));
        _seen.Note($"{await bus.Outbox.GetStatusAsync(Cancellation)} {bus.GetHealth()} {string.Join(' ', bus.GetHealth().Problems)}");
        _seen.Measure();

        Assert.NotEmpty(_seen.Texts);
        Assert.All(_seen.Texts, static text => Assert.DoesNotContain(Secret, text));
    }

    private async Task<List<byte[]>> BodiesAsync()
    {
        await using var connection = await Backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT body FROM eventgen_dead_letters";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var bodies = new List<byte[]>();
        while (await reader.ReadAsync(Cancellation)) bodies.Add(reader.GetFieldValue<byte[]>(0));
        Assert.Equal(2, bodies.Count);
        return bodies;
    }
}
