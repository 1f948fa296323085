using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;
using Microsoft.CodeAnalysis;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class UnmappedEntityAnalyzerTests
{
    private const string Watched = "EventBus.Create(b => b.AddEntityFramework<ShopDb>())";

    private static readonly AnalyzerHarness s_program = new(static () => new UnmappedEntityAnalyzer())
    {
        Project = ContextProject.Setup with { OutputKind = OutputKind.ConsoleApplication },
    };

    [Theory, Fires("EVG1203")]
    [InlineData(Watched)]
    [InlineData("new DbContextOptionsBuilder<ShopDb>().UseEventGen(EventBus.Current)")]
    public async Task EntityThatNoContextHas_IsReported(string watch)
    {
        var reported = await s_program.VerifyAsync(
            ContextProject.Entities, Program(watch), "namespace Shop; [Event, [|EventTrigger(typeof(Parcel))|]] public record ParcelSent(int Id); [Event, EventTrigger(typeof(Order))] public record OrderPaid(int Id);");

        Assert.Equal(
            "Event 'Shop.ParcelSent' has a trigger on 'Shop.Parcel', which no watched context (ShopDb) seems to have, so it may never fire; add the entity to the context's model, or report its changes with ChangedAsync",
            Assert.Single(reported).GetMessage());
    }

    [Fact, Fires("EVG1203")]
    public Task DerivedEntityThatNoContextNames_IsReported() => s_program.VerifyAsync(
        ContextProject.Entities, Program(Watched), "namespace Shop; [Event, [|EventTrigger(typeof(WebOrder))|]] public record Ordered(int Id);");

    [Fact, Fires("EVG1203")]
    public Task ContextThatWatchesItself_IsSeen() => s_program.VerifyAsync(
        ContextProject.Entities, Program("\"\""),
        "namespace Shop; [Event, [|EventTrigger(typeof(Parcel))|]] public record ParcelSent(int Id); public class OwnDb : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseEventGen(EventBus.Current); }");

    [Theory, Silent("EVG1203")]
    [InlineData(Watched, "public class ParcelMap : IEntityTypeConfiguration<Parcel> { public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<Parcel> parcel) { } }")]
    [InlineData(Watched, "public class MoreDb : DbContext { protected override void OnModelCreating(ModelBuilder model) => model.Entity<Parcel>(); }")]
    [InlineData(Watched, "public class MoreDb : DbContext { protected override void OnModelCreating(ModelBuilder model) => model.Entity(typeof(Parcel)); }")]
    [InlineData(Watched, "public class MoreDb : DbContext { protected override void OnModelCreating(ModelBuilder model) { foreach (var type in GetType().Assembly.GetTypes()) model.Entity(type); } }")]
    [InlineData(Watched, "public class Desk(EventBus bus) { public ValueTask Note(Parcel parcel) => bus.ChangedAsync(new EntityChange<Parcel>(EntityChangeKind.Added, parcel)); }")]
    [InlineData(Watched, "public class Desk<T>(EventBus bus) where T : class { public ValueTask Note(T entity) => bus.ChangedAsync(new EntityChange<T>(EntityChangeKind.Added, entity)); }")]
    [InlineData(Watched, "public class Register<T> where T : DbContext { public void Add(IEventBusBuilder builder) => builder.AddEntityFramework<T>(); }")]
    [InlineData("new DbContextOptionsBuilder().UseEventGen(EventBus.Current)", "")]
    [InlineData("\"\"", "")]
    public Task EntityThatMayBeMappedOrReported_IsNotReported(string watch, string more) => s_program.VerifyAsync(
        ContextProject.Entities, Program(watch), "namespace Shop; [Event, EventTrigger(typeof(Parcel))] public record ParcelSent(int Id);", $"namespace Shop; {more}");

    [Theory, Silent("EVG1203")]
    [InlineData("Order")]
    [InlineData("Customer")]
    [InlineData("Address")]
    public Task EntityThatASetLeadsTo_IsNotReported(string entity) => s_program.VerifyAsync(
        ContextProject.Entities, Program(Watched), $"namespace Shop; [Event, EventTrigger(typeof({entity}))] public record Changed();");

    [Fact, Silent("EVG1203")]
    public Task BaseOfAMappedEntity_IsNotReported() => s_program.VerifyAsync(
        ContextProject.Entities.Replace("class Order ", "class Order : Entity ", StringComparison.Ordinal), Program(Watched),
        "namespace Shop; public abstract class Entity; [Event, EventTrigger(typeof(Entity))] public record Changed();");

    [Fact, Silent("EVG1203")]
    public Task Library_IsNotLookedAt() => (s_program with { Project = ContextProject.Setup }).VerifyAsync(
        ContextProject.Entities, Program(Watched), "namespace Shop; [Event, EventTrigger(typeof(Parcel))] public record ParcelSent(int Id);");

    private static string Program(string watch) => $"namespace Shop; public static class Program {{ public static void Main() => Console.WriteLine({watch}); }}";
}
