using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace EventGen.EntityFrameworkCore.Tests;

/// <summary>The tables of the outbox in the migrations of a context.</summary>
public abstract class MigrationSuite(TestDatabase database, TestDatabase fresh) : ShopSuite(database)
{
    [Fact]
    public async Task AMigration_HasTheStoresScripts_AndTakesThemBack()
    {
        await using var db = Migrated();
        var differ = db.GetService<IMigrationsModelDiffer>();
        var model = db.GetService<IDesignTimeModel>().Model.GetRelationalModel();
        string[] scripts = [.. Bus.Outbox.GetSchemaScripts().Select(static script => script.Sql)];

        string[] statements = [.. Sql(differ.GetDifferences(null, model))];
        Assert.Equal(WithoutSpace(string.Concat(scripts)), WithoutSpace(string.Concat(statements)));
        Assert.All(statements, static statement =>
        {
            Assert.DoesNotContain('\n', statement);
            Assert.Equal(statement.Length - 1, statement.IndexOf(';', StringComparison.Ordinal));
        });
        Assert.Empty(Sql(differ.GetDifferences(model, model)));
        string[] drops = [.. Sql(differ.GetDifferences(model, null))];
        Assert.Contains(drops, static drop => drop.StartsWith("DROP TABLE", StringComparison.Ordinal));
        Assert.All(drops, static drop => Assert.StartsWith("DROP ", drop));
        Assert.Equal(scripts.Sum(static script => script.Split("CREATE TABLE").Length - 1), drops.Count(static drop => drop.StartsWith("DROP TABLE", StringComparison.Ordinal)));

        static string WithoutSpace(string sql) => string.Concat(sql.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        static IEnumerable<string> Sql(IEnumerable<MigrationOperation> operations) => operations.OfType<SqlOperation>().Select(static operation => operation.Sql);
    }

    [Fact]
    public async Task TheBus_WorksWithTheTablesOfTheModel()
    {
        await fresh.CreateAsync();
        await using var disposed = fresh;
        await using var provider = Provider();
        var bus = provider.GetRequiredService<EventBus>();
        await using var scope = provider.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MigratedDb>();
        Assert.True(await db.Database.EnsureCreatedAsync(Token));
        await bus.StartAsync(Token);
        db.Add(new Order { Number = "1" });
        db.Emit(Event(1));
        await db.SaveChangesAsync(Token);
        while ((await bus.Outbox.GetStatusAsync(Token)).Pending > 0) await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Token);

        Assert.Equal([1], Placed);
    }

    [Fact]
    public async Task TheBus_CreatesNoTables()
    {
        await fresh.CreateAsync();
        await using var disposed = fresh;
        await using var provider = Provider();

        var exception = await Assert.ThrowsAnyAsync<Exception>(() => provider.GetRequiredService<EventBus>().StartAsync(Token));

        Assert.Contains("do not exist", exception.Message, StringComparison.Ordinal);
    }

    private ServiceProvider Provider()
    {
        var services = new ServiceCollection().AddLogging().AddDbContext<MigratedDb>(options => fresh.Use(options, strategy: null)).AddDbContext<ShopDb>(options => fresh.Use(options, strategy: null));
        fresh.AddOutbox(services.AddEventGen().AddModule(EventGenEntityFrameworkCoreTestsEventModule.Instance).AddEntityFramework<MigratedDb>().AddEntityFramework<ShopDb>());
        return services.BuildServiceProvider(validateScopes: true);
    }

    private MigratedDb Migrated()
    {
        var options = new DbContextOptionsBuilder<MigratedDb>();
        Use(options);
        return new MigratedDb(options.UseEventGen(Bus).Options);
    }
}
