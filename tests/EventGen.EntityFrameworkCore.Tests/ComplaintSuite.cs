namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What users of other libraries for triggers and domain events report.</summary>
public abstract class ComplaintSuite(TestDatabase database) : ShopSuite(database)
{
    private readonly FailingOnce _commits = new();

    [Theory, InlineData(true), InlineData(false)]
    public async Task EverySaveOfOneContext_FiresOnce_ForAnEntityThatWasSavedBefore(bool isSynchronous)
    {
        Watch(static change => $"{change.Entity.Total}");
        await using var db = Context();
        var invoice = db.Add(New()).Entity;
        for (int i = 1; i <= 5; i++)
        {
            invoice.Total = i - 0.5m;
            invoice.Total = i;
            await SaveAsync(db, isSynchronous);
            await SaveAsync(db, isSynchronous);
        }

        await DeliveredAsync();
        Assert.Equal(["1", "2", "3", "4", "5"], Changes.Select(static e => e.Text));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ASaveThatFails_LosesNeitherWhatWasEmittedNorWhatItsChangesFire(bool isSynchronous)
    {
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
        {
            Use(options);
            options.AddInterceptors(_commits);
        }));
        Watch(notices: true);
        await using var db = Context();
        var invoice = db.Add(New()).Entity;
        db.Emit(Event(1));
        _commits.Fails = true;
        await Assert.ThrowsAsync<TimeoutException>(() => SaveAsync(db, isSynchronous));
        Assert.Equal(0, invoice.Id);
        await DeliveredAsync();
        Assert.Empty(Seen.Triggered(Run));
        Assert.Empty(Placed);

        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal(invoice.Id, Assert.Single(Changes).Id);
        Assert.Equal(invoice.Id, Assert.Single(Seen.Triggered(Run).OfType<InvoiceNoticed>()).Id);
    }

    [Fact]
    public async Task WhatAHandlerEmitsWhileTheEventsOfASaveAreEmitted_GoesWithTheNextSave()
    {
        await using var db = Context();
        using var subscription = Bus.Topic<OrderNoticed>().Subscribe(notice =>
        {
            if (notice.Run != Run || notice.Number != 1) return;
            db.Emit(Event(2));
            db.Emit(Notice(2));
        });
        db.Emit(Notice(1));
        db.Emit(Notice(3));
        db.SaveChanges();
        Assert.Equal([1, 3], Noticed);
        db.SaveChanges();
        await DeliveredAsync();

        Assert.Equal([1, 2, 3], Noticed);
        Assert.Equal([2], Placed);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task ARetriedSave_FiresOnce_AndWritesItsRowsOnce(bool isSynchronous)
    {
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
        {
            Use(options, static dependencies => new RetryStrategy(dependencies));
            options.AddInterceptors(_commits);
        }));
        Watch(notices: true);
        await using var db = Context();
        var invoice = db.Add(New()).Entity;
        _commits.Fails = true;
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.False(_commits.Fails);
        Assert.Equal(invoice.Id, Assert.Single(Changes).Id);
        Assert.Equal(invoice.Id, Assert.Single(Seen.Triggered(Run).OfType<InvoiceNoticed>()).Id);
        Assert.Equal(1, await db.Invoices.CountAsync(i => i.Run == Run, Token));
    }

    [Fact]
    public async Task ARetriedTransaction_FiresOnceForEachOfItsSaves()
    {
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
        {
            Use(options, static dependencies => new RetryStrategy(dependencies));
            options.AddInterceptors(_commits);
        }));
        Watch(notices: true);
        await using var db = Context();
        var invoice = db.Add(New()).Entity;
        _commits.Fails = true;
        await db.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var transaction = await db.Database.BeginTransactionAsync(token);
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, token);
                await transaction.CommitAsync(token);
            },
            Token);
        db.ChangeTracker.AcceptAllChanges();
        await DeliveredAsync();

        Assert.Equal(invoice.Id, Assert.Single(Changes).Id);
        Assert.Single(Seen.Triggered(Run).OfType<InvoiceNoticed>());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AMappingThatThrowsInATransaction_TakesTheRowsWithIt(bool isSynchronous)
    {
        bool fails = true;
        Watch(_ => fails ? throw new InvalidOperationException("no") : "");
        await using var db = Context();
        await using var transaction = await db.Database.BeginTransactionAsync(Token);
        db.Emit(Event(1));
        var invoice = db.Add(New()).Entity;
        var exception = await Assert.ThrowsAsync<EntityTriggerException>(() => SaveAsync(db, isSynchronous));
        Assert.Contains("'invoice.changed'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("InvoiceChanged.From", exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, invoice.Id);
        Assert.Equal(0, await db.Invoices.CountAsync(i => i.Run == Run, Token));

        fails = false;
        await SaveAsync(db, isSynchronous);
        await transaction.CommitAsync(Token);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Single(Changes);
        Assert.Equal(1, await db.Invoices.CountAsync(i => i.Run == Run, Token));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AConditionThatThrows_FailsTheSave_AndNamesEventAndMethod(bool isSynchronous)
    {
        Watching.Set(Run, new Watching { Condition = static _ => throw new InvalidOperationException("no") });
        await using var db = Context();
        db.Add(New());
        var exception = await Assert.ThrowsAsync<EntityTriggerException>(() => SaveAsync(db, isSynchronous));

        Assert.Contains("'invoice.changed'", exception.Message, StringComparison.Ordinal);
        Assert.EndsWith("InvoiceChanged.IsWatched", exception.Method, StringComparison.Ordinal);
        Assert.Equal(0, await db.Invoices.CountAsync(i => i.Run == Run, Token));
        Watch();
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();
        Assert.Single(Changes);
    }

    [Fact]
    public async Task AConditionThatSaves_IsRefused()
    {
        await using var db = Context();
        Watching.Set(Run, new Watching { Condition = _ => db.SaveChanges() > 0 });
        db.Add(New());
        var exception = await Assert.ThrowsAsync<EntityTriggerException>(() => db.SaveChangesAsync(Token));

        Assert.Contains("calls SaveChanges", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AConditionMayRead_AndALazyPropertyIsLoaded()
    {
        await using var db = Context();
        var invoice = New();
        invoice.Customer = new Customer { Name = "c" };
        db.Add(invoice);
        await db.SaveChangesAsync(Token);
        await using var other = Context();
        Watching.Set(Run, new Watching
        {
            Condition = change =>
            {
                other.Entry(change.Entity).Reference(static i => i.Customer).Load();
                return other.Customers.Count() > 0;
            },
            Text = static change => change.Entity.Customer!.Name,
        });
        (await other.Invoices.SingleAsync(i => i.Run == Run, Token)).Total = 2;
        await other.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal("c", Assert.Single(Changes).Text);
    }

    [Fact]
    public async Task AHandlerThatSavesTheEntityAgain_FiresInItsOwnTransaction_AsOftenAsItsConditionSays()
    {
        await StartWithContextAsync();
        Watching.Set(Run, new Watching { Condition = static change => change.Entity.Total < 5, Text = static change => $"{change.Entity.Total:0}" });
        Shipping.Works(Run, async (db, _, _) =>
        {
            var invoice = await db.Invoices.SingleAsync(i => i.Run == Run, Token);
            for (int i = 2; i <= 6; i++)
            {
                invoice.Total = i;
                await db.SaveChangesAsync(Token);
            }
        });
        await using (var scope = Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            db.Add(New());
            await db.SaveChangesAsync(Token);
        }

        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Equal(["0", "2", "3", "4"], Changes.Select(static e => e.Text).Order());
    }

    [Fact]
    public async Task AHandlerWhoseWriteCannotBeSaved_IsADeadLetterAfterItsAttempts_AndOthersAreDelivered()
    {
        await StartWithContextAsync();
        await using (var scope = Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
            db.Add(new Order { Number = "taken" });
            await db.SaveChangesAsync(Token);
        }

        Shipping.Works(Run, static async (db, _, _) =>
        {
            db.Add(new Order { Number = "taken" });
            await db.SaveChangesAsync(Token);
        });
        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await Bus.Topic<OrderPlaced>().EmitAsync(Event(1), Token);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal(3, Shipping.Attempts(Run));
        Assert.Single(await Bus.DeadLetters.ListAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task AHandlerThatIsCancelledByItself_IsAttemptedAgain_AndOthersAreDelivered()
    {
        await StartWithContextAsync();
        Shipping.Works(Run, static (db, _, attempt) =>
        {
            if (attempt == 1) throw new OperationCanceledException();
            db.Add(new Order { Number = "1" });
            return db.SaveChangesAsync(Token);
        });
        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();
        await Bus.Topic<OrderPlaced>().EmitAsync(Event(1), Token);
        await DeliveredAsync();

        Assert.Equal([1], Placed);
        Assert.Equal(2, Shipping.Attempts(Run));
    }

    [Fact]
    public async Task AHandlerThatIsAlwaysCancelledByItself_IsADeadLetterAfterItsAttempts()
    {
        await StartWithContextAsync();
        Shipping.Works(Run, static (_, _, _) => throw new OperationCanceledException());
        await Bus.Topic<OrderShipped>().EmitAsync(new OrderShipped(Run, ""), Token);
        await DeliveredAsync();

        Assert.Equal(3, Shipping.Attempts(Run));
        Assert.Single(await Bus.DeadLetters.ListAsync(cancellationToken: Token));
    }

    private IEnumerable<InvoiceChanged> Changes => Seen.Triggered(Run).OfType<InvoiceChanged>();

    private Task StartWithContextAsync() => StartAsync(services => services.AddDbContext<ShopDb>(options => Use(options)));

    private void Watch(Func<EntityChange<Invoice>, string>? text = null, bool notices = false) => Watching.Set(Run, new Watching { Text = text ?? (static _ => ""), Notices = notices });

    private Invoice New() => new() { Run = Run };
}
