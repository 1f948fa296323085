namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>What fires when, and what conditions and mappings see.</summary>
public abstract class TriggerSuite(TestDatabase database) : ShopSuite(database)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task EachKindOfChange_FiresOnce_WithTheGeneratedKey(bool isSynchronous)
    {
        Watch();
        await using var db = Context();
        var invoice = db.Invoices.Add(New(1)).Entity;
        await SaveAsync(db, isSynchronous);
        int id = invoice.Id;
        invoice.Total = 2;
        await SaveAsync(db, isSynchronous);
        db.Remove(invoice);
        await SaveAsync(db, isSynchronous);
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        Assert.NotEqual(0, id);
        Assert.Equal([new(Run, EntityChangeKind.Added, id, ""), new(Run, EntityChangeKind.Modified, id, ""), new(Run, EntityChangeKind.Deleted, id, "")], Changes);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task InATransaction_AnEntitySavedTwice_FiresForEachSave_AfterTheCommit(bool isCommitted)
    {
        Watch(text: static change => $"{change.Entity.Total}");
        await using var db = Context();
        await using (var transaction = await db.Database.BeginTransactionAsync(Token))
        {
            var invoice = db.Invoices.Add(New(1)).Entity;
            await db.SaveChangesAsync(Token);
            invoice.Total = 2;
            await db.SaveChangesAsync(Token);
            invoice.Total = 3;
            db.SaveChanges();
            Assert.Empty(Changes);
            if (isCommitted) await transaction.CommitAsync(Token);
        }

        await DeliveredAsync();

        Assert.Equal(isCommitted ? ["1", "2", "3"] : [], Changes.Select(static e => e.Text));
        Assert.All(Changes, static e => Assert.NotEqual(0, e.Id));
    }

    [Fact]
    public async Task AMappingSees_KeysDefaultsAndComputedValues_AndTheEntityKeepsThem()
    {
        Watch(text: static change => $"{change.Entity.Id > 0} {change.Entity.Priority} {change.Entity.Twice} {change.Entity.CustomerId == change.Entity.Customer!.Id} {change.Entity.Customer.Id > 0}");
        await using var db = Context();
        var invoice = New(21);
        invoice.Customer = new Customer { Name = "c" };
        db.Add(invoice);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal("True 3 42 True True", Assert.Single(Changes).Text.Replace(".0", "", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(Changes).Id, invoice.Id);
        Assert.Equal(EntityState.Unchanged, db.Entry(invoice).State);
    }

    [Fact]
    public async Task AConditionSees_WhatWasAndWhatIs()
    {
        Watch(static change => change.Kind != EntityChangeKind.Modified || (change.IsChanged(static i => i.Status) && change.Entity.Status == InvoiceStatus.Paid));
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        invoice.Total = 5;
        await db.SaveChangesAsync(Token);
        invoice.Status = InvoiceStatus.Cancelled;
        invoice.Status = InvoiceStatus.Paid;
        await db.SaveChangesAsync(Token);
        invoice.Total = 6;
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal([EntityChangeKind.Added, EntityChangeKind.Modified], Changes.Select(static e => e.Kind));
    }

    [Fact]
    public async Task TheOriginal_HasConvertedOwnedAndComplexValuesFromBefore()
    {
        Watch(text: static change => change.Original is { } before && change.Entity is { } now
            ? $"{before.Status}>{now.Status} {before.Tags.Text}>{now.Tags.Text} {before.Terms.Days}>{now.Terms.Days} {before.Address!.Street}>{now.Address!.Street} "
                + $"{before.Address.Geo!.Latitude}>{now.Address.Geo!.Latitude} {Lines(before)}>{Lines(now)}"
            : "");
        await using var db = Context();
        var invoice = New(1);
        invoice.Tags = new Tags("a");
        invoice.Terms.Days = 10;
        invoice.Address = new Address { Street = "s1", Geo = new Geo { Latitude = 1 } };
        invoice.Lines.AddRange([new Line { Article = "x", Count = 1 }, new Line { Article = "y", Count = 1 }]);
        db.Add(invoice);
        await db.SaveChangesAsync(Token);

        invoice.Status = InvoiceStatus.Paid;
        invoice.Tags = new Tags("b");
        invoice.Terms.Days = 20;
        invoice.Address.Street = "s2";
        invoice.Address.Geo.Latitude = 2;
        invoice.Lines[0].Count = 7;
        invoice.Lines.RemoveAt(1);
        invoice.Lines.Add(new Line { Article = "z", Count = 1 });
        await db.SaveChangesAsync(Token);
        db.Remove(invoice);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal(
            ["", "Open>Paid a>b 10>20 s1>s2 1>2 x1y1>x7z1", "Paid>Paid b>b 20>20 s2>s2 2>2 x7z1>x7z1"],
            Changes.Select(static e => e.Text));

        static string Lines(Invoice of) => string.Concat(of.Lines.OrderBy(static line => line.Article, StringComparer.Ordinal).Select(static line => $"{line.Article}{line.Count}"));
    }

    [Fact]
    public async Task IsChanged_IsTrueForExactlyWhatHasChanged()
    {
        Watch(static change => change.Kind == EntityChangeKind.Modified, static change => string.Concat(
            change.IsChanged(static i => i.Total) ? "total " : "", change.IsChanged(static i => i.Tags) ? "tags " : "", change.IsChanged(static i => i.Terms) ? "terms " : "",
            change.IsChanged(static i => i.Address) ? "address " : "", change.IsChanged(static i => i.Lines) ? "lines " : ""));
        await using var db = Context();
        var invoice = New(1);
        invoice.Address = new Address { Street = "s1", Geo = new Geo { Latitude = 1 } };
        invoice.Lines.Add(new Line { Article = "x" });
        db.Add(invoice);
        await db.SaveChangesAsync(Token);
        Action[] changes =
        [
            () => invoice.Total = 2, () => invoice.Tags = new Tags("b"), () => invoice.Terms.Days = 20, () => invoice.Address.Street = "s2",
            () => invoice.Address!.Geo!.Latitude = 2, () => invoice.Lines[0].Count = 2, () => invoice.Lines.Add(new Line { Article = "y" }), () => invoice.Address = null,
        ];
        foreach (var change in changes)
        {
            change();
            await db.SaveChangesAsync(Token);
        }

        await DeliveredAsync();

        Assert.Equal(["total ", "tags ", "terms ", "address ", "address ", "lines ", "lines ", "address "], Changes.Select(static e => e.Text));
    }

    [Fact]
    public async Task ANavigationOfTheOriginal_Throws_AndSaysWhatToDo()
    {
        await using var db = Context();
        var invoice = New(1);
        invoice.Customer = new Customer { Name = "c" };
        invoice.Payments.Add(new Payment());
        db.Add(invoice);
        await db.SaveChangesAsync(Token);
        Func<EntityChange<Invoice>, bool>[] conditions =
        [
            static change => change.IsChanged(static i => i.Customer), static change => change.IsChanged(static i => i.Payments),
            static change => change.Original!.Customer!.Name.Length > 0, static change => change.Original!.Payments.Count > 0,
        ];
        foreach (var condition in conditions)
        {
            Watch(condition);
            invoice.Total++;
            var exception = await Assert.ThrowsAsync<EntityTriggerException>(() => db.SaveChangesAsync(Token));
            Assert.Contains("navigation", exception.Message, StringComparison.Ordinal);
            Assert.Contains("foreign key", exception.Message, StringComparison.Ordinal);
        }

        Watch(static change => change.Entity.Customer!.Name == "c" && change.Entity.Payments.Count == 1);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Single(Changes);
    }

    [Fact]
    public async Task AChangedPart_IsAChangeOfItsOwner_AndOtherEntitiesAreNot()
    {
        await using (var before = Context())
        {
            var invoice = New(1);
            invoice.Address = new Address { Street = "s1", Geo = new Geo { Latitude = 1 } };
            invoice.Lines.Add(new Line { Article = "x" });
            invoice.Customer = new Customer { Name = "c" };
            invoice.Payments.Add(new Payment());
            before.Add(invoice);
            before.Add(New(2));
            await before.SaveChangesAsync(Token);
        }

        Watch(text: static change => $"{change.Entity.Total:0}");
        await using var db = Context();
        var all = await db.Invoices.Include(static i => i.Customer).Include(static i => i.Payments).Where(i => i.Run == Run).OrderBy(static i => i.Total).ToListAsync(Token);
        all[0].Customer!.Name = "d";
        all[0].Payments.First().Amount = 3;
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Empty(Changes);

        all[0].Address!.Geo!.Latitude = 2;
        await db.SaveChangesAsync(Token);
        all[0].Lines.Clear();
        await db.SaveChangesAsync(Token);
        all[0].Lines.Add(new Line());
        all[0].Lines.Add(new Line());
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal(["1", "1", "1"], Changes.Select(static e => e.Text));
        Assert.All(Changes, static e => Assert.Equal(EntityChangeKind.Modified, e.Kind));
    }

    [Fact]
    public async Task ATriggerOnABase_FiresForWhatDerivesFromIt()
    {
        await using var db = Context();
        db.Add(new Payment { Run = Run, Amount = 1 });
        db.Add(new CardPayment { Run = Run, Amount = 2, Card = "4" });
        var contract = db.Add(new Contract { Run = Run, Title = "t", Years = 3 }).Entity;
        await db.SaveChangesAsync(Token);
        contract.Years = 4;
        await db.SaveChangesAsync(Token);
        db.Remove(contract);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal([1, 2], Triggered.OfType<PaymentChanged>().Select(static e => e.Amount));
        Assert.Equal("4", Assert.Single(Triggered.OfType<CardCharged>()).Card);
        Assert.Equal(["t", "t"], Triggered.OfType<DocumentChanged>().Select(static e => e.Title));
        Assert.All(Triggered.OfType<DocumentChanged>(), static e => Assert.NotEqual(0, e.Id));
    }

    [Fact]
    public async Task AShadowProperty_IsAChange()
    {
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        Watch();
        db.Entry(invoice).Property("Note").CurrentValue = "n";
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal(EntityChangeKind.Modified, Assert.Single(Changes).Kind);
    }

    [Fact]
    public async Task AConcurrencyConflict_FiresNothing_AndTheNextSaveFiresOnce()
    {
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        await db.Invoices.Where(i => i.Id == invoice.Id).ExecuteUpdateAsync(static set => set.SetProperty(static i => i.Version, 9), Token);
        Watch(notices: true);
        invoice.Total = 2;
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.SaveChangesAsync(Token));
        await DeliveredAsync();
        Assert.Empty(Triggered);

        await db.Entry(invoice).ReloadAsync(Token);
        invoice.Total = 3;
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Single(Changes);
        Assert.Single(Triggered.OfType<InvoiceNoticed>());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task AnInterceptorThatDeletesSoftly_IsSeenAsTheChangeItMakes(bool isSynchronous)
    {
        await StartAsync(services => services.AddDbContextFactory<ShopDb>(options =>
        {
            Use(options);
            options.AddInterceptors(new SoftDelete());
        }));
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        Watch(text: static change => $"{change.IsChanged(static i => i.IsDeleted)} {change.Entity.IsDeleted}");
        db.Remove(invoice);
        await SaveAsync(db, isSynchronous);
        await DeliveredAsync();

        var change = Assert.Single(Changes);
        Assert.Equal((EntityChangeKind.Modified, "True True"), (change.Kind, change.Text));
    }

    [Fact]
    public async Task AConditionSees_TheServicesOfTheContextsScope()
    {
        await StartAsync(services => services.AddDbContext<ShopDb>(options => Use(options)));
        await using var scope = Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
        Watch(condition: change => change.Services?.GetRequiredService<ShopDb>() == db);
        db.Add(New(1));
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Single(Changes);
    }

    [Fact]
    public async Task ExecuteUpdateAndDelete_FireNothing()
    {
        await using var db = Context();
        db.Add(New(1));
        await db.SaveChangesAsync(Token);
        Watch();
        await db.Invoices.Where(i => i.Run == Run).ExecuteUpdateAsync(static set => set.SetProperty(static i => i.Total, 5), Token);
        await db.Invoices.Where(i => i.Run == Run).ExecuteDeleteAsync(Token);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Empty(Changes);
    }

    [Fact]
    public async Task ADetachedEntity_FiresNothing_AndAnAttachedOneHasNoOtherOriginal()
    {
        await using var db = Context();
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        Watch(text: static change => $"{change.IsChanged(static i => i.Total)}");
        db.Entry(invoice).State = EntityState.Detached;
        invoice.Total = 2;
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Empty(Changes);

        db.Update(invoice);
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();
        Assert.Equal("False", Assert.Single(Changes).Text);
    }

    [Fact]
    public async Task WithoutAutomaticDetection_WhatIsSavedFires()
    {
        Watch();
        await using var db = Context();
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var invoice = db.Add(New(1)).Entity;
        await db.SaveChangesAsync(Token);
        invoice.Total = 2;
        await db.SaveChangesAsync(Token);
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal([EntityChangeKind.Added, EntityChangeKind.Modified], Changes.Select(static e => e.Kind));
        Assert.False(db.ChangeTracker.AutoDetectChangesEnabled);
    }

    [Fact]
    public async Task APooledContext_FiresForEachOfItsUsers()
    {
        await StartAsync(services => services.AddPooledDbContextFactory<ShopDb>(options => Use(options), poolSize: 1));
        Watch();
        for (int i = 1; i <= 2; i++)
        {
            await using var db = Context();
            db.Add(New(i));
            await db.SaveChangesAsync(Token);
            db.Add(New(i));
        }

        await DeliveredAsync();
        Assert.Equal(2, Changes.Count());
    }

    [Fact]
    public async Task ManyChanges_InSeveralBatches_FireAllInOneTransaction()
    {
        Watch(notices: true);
        await using var db = Context();
        db.AddRange(Enumerable.Range(1, 300).Select(i => New(i)));
        db.AddRange(Enumerable.Range(1, 300).Select(i => new Customer { Name = $"{i}" }));
        await db.SaveChangesAsync(Token);
        await DeliveredAsync();

        Assert.Equal(await db.Invoices.Where(i => i.Run == Run).Select(static i => i.Id).Order().ToListAsync(Token), Changes.Select(static e => e.Id).Order());
        Assert.Equal(300, Triggered.OfType<InvoiceNoticed>().Select(static e => e.Id).Distinct().Count());
    }

    private IEnumerable<object> Triggered => Seen.Triggered(Run);

    private IEnumerable<InvoiceChanged> Changes => Triggered.OfType<InvoiceChanged>();

    private void Watch(Func<EntityChange<Invoice>, bool>? condition = null, Func<EntityChange<Invoice>, string>? text = null, bool notices = false) =>
        Watching.Set(Run, new Watching { Condition = condition ?? (static _ => true), Text = text ?? (static _ => ""), Notices = notices });

    private Invoice New(decimal total) => new() { Run = Run, Total = total };
}
