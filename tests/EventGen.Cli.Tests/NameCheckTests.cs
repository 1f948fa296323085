using System.Text.Json.Nodes;
using EventGen.Cli.Managing;

namespace EventGen.Cli.Tests;

/// <summary>A name on the command line is what the lists show, short or in full; one that means nothing is said.</summary>
public sealed class NameCheckTests
{
    [Theory]
    [InlineData("Shop.Receipts.SendAsync", "Shop.Receipts.SendAsync")]
    [InlineData("Receipts.SendAsync", "Shop.Receipts.SendAsync")]
    [InlineData("redis", "redis")]
    [InlineData("Removed.Handle", "Old.Removed.Handle")]   // of which there is a dead letter still
    public async Task Handler_IsFoundByTheEndOfItsName(string given, string full) =>
        Assert.Equal(full, (await ResolveAsync(DeadLetterChoice.All with { Handler = given })).Handler);

    [Theory]
    [InlineData("Book", "'Book' may be Shop.Audit.Book or Shop.Ledger.Book: give the full name.")]
    [InlineData("Audit.Post", "The bus has no handler or publisher 'Audit.Post'; it has Old.Removed.Handle, Shop.Audit.Book,")]
    public async Task Handler_ThatIsNoneOrSeveral_IsRefused(string given, string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<CommandException>(() => ResolveAsync(DeadLetterChoice.All with { Handler = given }))).Message);

    [Fact]
    public async Task Event_ThatIsNone_IsRefused_AndOneWithoutDeadLettersIsNot()
    {
        Assert.Equal("order.placed", (await ResolveAsync(DeadLetterChoice.All with { Event = "order.placed" })).Event);
        var refused = await Assert.ThrowsAsync<CommandException>(() => ResolveAsync(DeadLetterChoice.All with { Event = "order.lost" }));
        Assert.Equal("The bus has no event 'order.lost'; it has order.placed. Did you mean 'order.placed'?", refused.Message);
    }

    private static Task<DeadLetterChoice> ResolveAsync(DeadLetterChoice choice) => NameCheck.ResolveAsync(new Bus(), choice, TestContext.Current.CancellationToken);

    // One event, and one dead letter of a handler that the application has no more.
    private sealed class Bus : IBusAccess
    {
        public Task<BusNames> NamesAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new BusNames(["order.placed"], ["Shop.Receipts.SendAsync", "Shop.Audit.Book", "Shop.Ledger.Book", "redis"], AreAll: true));

        public Task<JsonNode?> DeadLettersAsync(DeadLetterChoice choice, int skip, int take, CancellationToken cancellationToken)
        {
            bool matches = choice is { Event: null or "order.removed", Handler: null or "Old.Removed.Handle" };
            return Task.FromResult<JsonNode?>(new JsonObject { ["items"] = matches ? new JsonArray(new JsonObject { ["target"] = "Old.Removed.Handle" }) : [] });
        }

        public Task<JsonNode?> OutboxStatusAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JsonNode?> OutboxAsync(OutboxChoice choice, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RetryAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CancelAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JsonNode?> DeadLetterAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> ReplayAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task DiscardAsync(Guid id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JsonNode?> ReplayAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<JsonNode?> DiscardAllAsync(DeadLetterChoice choice, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => default;
    }
}
