using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What is logged of events that are not emitted.</summary>
public sealed class SqliteLogTests() : ShopSuite(new SqliteTestDatabase())
{
    private readonly Recorder _log = new();

    [Fact]
    public async Task WhatWasEmittedOnAContextThatIsDisposedUnsaved_IsGone_AndLoggedAtDebugLevel()
    {
        await StartAsync();
        await using (var db = Context())
        {
            db.Emit(Event(1));
            db.Emit(Notice(1));
        }

        await DeliveredAsync();

        Assert.Equal((LogLevel.Debug, "A context was disposed with 2 events that no SaveChanges has written (order.placed, order.noticed). They are gone."), Assert.Single(_log.Of(141)));
        Assert.Empty(Placed);
        Assert.Empty(Noticed);
    }

    [Fact]
    public async Task WhatWasSavedInATransactionThatIsRolledBack_IsLoggedAtDebugLevel()
    {
        await StartAsync();
        await using (var db = Context())
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            db.Emit(Notice(1));
            await db.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.Equal(LogLevel.Debug, Assert.Single(_log.Of(142)).Level);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AnEventThatCannotBeEmittedAfterTheCommit_IsLoggedAsAnError_AndTheSaveSucceeds(bool isSynchronous)
    {
        await StartAsync();
        await Bus.StopAsync(Token);
        await using var db = Context();
        db.Orders.Add(new Order { Number = "1" });
        db.Emit(Notice(1));
        await SaveAsync(db, isSynchronous);

        Assert.Equal(1, await OrdersAsync());
        var (level, text) = Assert.Single(_log.Of(140));
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("'order.noticed'", text, StringComparison.Ordinal);
    }

    private Task StartAsync() => StartAsync(services => services
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_log))
        .AddDbContextFactory<ShopDb>(options => Use(options)));

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(int Id, LogLevel Level, string Text)> _entries = new();

        public IEnumerable<(LogLevel Level, string Text)> Of(int id) => _entries.Where(entry => entry.Id == id).Select(static entry => (entry.Level, entry.Text));

        public ILogger CreateLogger(string categoryName) => categoryName == "EventGen.EntityFrameworkCore" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _entries.Enqueue((eventId.Id, logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
