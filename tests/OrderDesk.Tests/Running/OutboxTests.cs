using System.Text;
using EventGen.TestKit;
using Microsoft.Data.Sqlite;

namespace OrderDesk.Tests.Running;

/// <summary>With an outbox, a desk can be killed at any moment.</summary>
public sealed class OutboxTests : IDisposable
{
    private const int Orders = 300;

    private readonly TemporaryFolder _folder = new();
    private readonly string _feed;

    public OutboxTests() => _feed = _folder.Write("feed.ndjson", string.Join('\n', Enumerable.Range(1, Orders).Select(FeedText.Order)));

    private string Outbox => _folder.File("desk.db");

    [Fact]
    public async Task Killed_AtSeveralMoments_AndStartedAgain_SendsEachOrderOneReceipt()
    {
        // The first before anything is there, the others while receipts are sent; each desk reads the feed from its beginning.
        for (int sent = 0; sent < Orders; sent += 75)
        {
            using var desk = DeskProcess.Start(_feed, "--outbox", Outbox);
            await Eventually.TrueAsync(() => File.Exists(Outbox) && Receipts() >= sent, TimeSpan.FromMinutes(2), "receipts");
            await desk.KillAsync();
        }

        var result = await DeskProcess.RunAsync(_feed, "--outbox", Outbox, "--receipts", _folder.File("receipts.txt"));

        Assert.Equal((0, (long)Orders, 0L), (result.ExitCode, result["receipts"], result["failed"]));
        string[] receipts = await File.ReadAllLinesAsync(_folder.File("receipts.txt"), TestContext.Current.CancellationToken);
        Assert.Equal(Orders, receipts.Length);
        Assert.Equal(Orders, receipts.Distinct().Count());
        foreach (var customer in receipts.Select(static receipt => receipt.Split(": ")).GroupBy(static receipt => receipt[0], static receipt => receipt[1]))
            Assert.Equal(customer.Order(StringComparer.Ordinal), customer);
    }

    [Fact]
    public async Task KilledBetweenWritingAReceiptAndItsCommit_SendsItOnce()
    {
        using (var killed = DeskProcess.Start(_feed, "--outbox", Outbox, "--kill-after", "100"))
        {
            var end = await killed.EndAsync();
            Assert.NotEqual(0, end.ExitCode);
            Assert.Equal("", end.Output);
        }

        Assert.InRange(Receipts(), 1, 100);

        var result = await DeskProcess.RunAsync(_feed, "--outbox", Outbox);

        Assert.Equal((0, (long)Orders), (result.ExitCode, result["receipts"]));
        Assert.Equal(Orders, Receipts("count(distinct order_id)"));
    }

    [Fact]
    public async Task StartedAgainWithTheRestOfItsFeed_HandlesWhatItHadAccepted()
    {
        using (var first = DeskProcess.Start("-", "--outbox", Outbox))
        {
            await first.Input.WriteAsync(Encoding.UTF8.GetBytes(FeedText.Order(1) + "\n"), TestContext.Current.CancellationToken);
            await first.Input.FlushAsync(TestContext.Current.CancellationToken);
            await Eventually.TrueAsync(() => File.Exists(Outbox) && Receipts() == 1, TimeSpan.FromMinutes(1), "the receipt");
            await first.KillAsync();
        }

        using var second = DeskProcess.Start("-", "--outbox", Outbox);
        await second.Input.WriteAsync(Encoding.UTF8.GetBytes(FeedText.Order(2) + "\n"), TestContext.Current.CancellationToken);
        second.Input.Close();
        var result = await second.EndAsync();

        // What the first had done besides the receipt may not have been settled, and is done again.
        Assert.Equal((1L, 2L, 0L), (result["read"], result["receipts"], result["failed"]));
    }

    [Fact]
    public async Task AnOutboxThatIsNoDatabase_SaysWhatToDo()
    {
        string file = _folder.Write("notes.txt", string.Concat(Enumerable.Repeat("no database at all. ", 100)));

        var result = await DeskProcess.RunAsync(_feed, "--outbox", file);

        Assert.StartsWith($"Cannot use '{file}' as an outbox: ", Assert.Single(result.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain("..", result.Errors[0], StringComparison.Ordinal);
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("--outbox", ":memory:")]
    [InlineData("--kill-after", "5")]
    [InlineData("--kill-after", "-1", "--outbox", "desk.db")]
    [InlineData("--follow", "--redis", "localhost", "--outbox", "desk.db")]
    public async Task ArgumentsThatDoNotFit_AreRefused(params string[] arguments) => Assert.Equal(1, (await DeskProcess.RunAsync(arguments)).ExitCode);

    [Theory]
    [InlineData("--outbox")]
    [InlineData("--out")]
    [InlineData("--receipts")]
    [InlineData("--kill-after")]
    [InlineData("--kill-after x", "--outbox desk.db")]
    [InlineData("--serve abc")]
    [InlineData("--drain-timeout x")]
    public async Task AnOptionWhoseValueIsMissing_OrIsNoNumber_IsToldInASentence(params string[] arguments)
    {
        var result = await DeskProcess.RunAsync(string.Join(' ', arguments).Split(' '));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(result.Errors, line => line.Contains(arguments[0].Split(' ')[0], StringComparison.Ordinal) && line.EndsWith('.'));
        Assert.DoesNotContain(result.Errors, static line => line.Contains("Unhandled exception", StringComparison.Ordinal) || line.Contains("   at ", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private long Receipts(string what = "count(*)")
    {
        using var connection = new SqliteConnection($"Data Source={Outbox};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        try
        {
            command.CommandText = $"SELECT {what} FROM receipts";
            return (long)command.ExecuteScalar()!;
        }
        catch (SqliteException)
        {
            return -1;   // the table is not there yet
        }
    }
}
