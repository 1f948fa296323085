using EventGen.Generators.Analyzers;
using EventGen.Generators.Tests.Rules;
using EventGen.TestKit;

namespace EventGen.Generators.Tests.Analyzers;

public sealed class TriggerCircleTests
{
    private const string Paid =
        "namespace Shop; [Event, EventTrigger(typeof(Order), nameof(WasPaid), On = EntityChangeKind.Added | EntityChangeKind.Modified)] public record OrderPaid(int Id) { public static bool WasPaid(EntityChange<Order> change) => change.IsChanged(o => o.Status) && change.Entity.Status == Status.Paid; }";

    private const string Changed = "namespace Shop; [Event, EventTrigger(typeof(Order))] public record OrderPaid(int Id);";

    private const string Others = "namespace Shop; [Event] public record Printed(int Id);";

    private static readonly AnalyzerHarness s_circles = new(static () => new EmitCycleAnalyzer())
    {
        Project = ContextProject.Setup,
        Generators = [static () => new EventGenGenerator()],
    };

    [Theory, Fires("EVG1204")]
    [InlineData(Changed, "[Subscribe] public static async Task A(OrderPaid e, ShopDb db) { var order = await db.Orders.FirstAsync(); {|EVG1204:order.Status|} = Status.Shipped; await db.SaveChangesAsync(); }", "OrderPaid -> OrderPaid (by writing Order)")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.{|EVG1204:Remove|}(db.Orders.First()); db.SaveChanges(); }", "OrderPaid -> OrderPaid (by writing Order)")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.{|EVG1204:Add|}(new WebOrder { Id = 1 }); db.SaveChanges(); }", "OrderPaid -> OrderPaid (by writing WebOrder)")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.{|EVG1204:Add|}(new Order { Status = Status.Paid }); db.SaveChanges(); }", "OrderPaid -> OrderPaid (by writing Order)")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.First().PayAgain(); db.SaveChanges(); }", "OrderPaid -> OrderPaid (by Order.PayAgain, which writes Order)")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { var o = db.Orders.First(); {|EVG1204:o.Status|} = e.Id > 0 ? Status.Paid : Status.New; db.SaveChanges(); }", "OrderPaid -> OrderPaid (by writing Order)")]
    [InlineData(Paid, "[Subscribe] public static Task A(OrderPaid e, EventBus bus, Order o) => bus.{|EVG1204:ChangedAsync|}(new EntityChange<Order>(EntityChangeKind.Modified, o, o)).AsTask();", "OrderPaid -> OrderPaid (by writing Order)")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e) => Events.Printed.Emit(1); [Subscribe] public static void B(Printed e, Desk desk) => desk.Note(); public class Desk(ShopDb db) { public void Note() { db.Orders.First().{|EVG1204:Prints|}++; db.SaveChanges(); } }", "OrderPaid -> Printed -> OrderPaid (by Desk.Note, which writes Order)")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) => db.Emit(new Printed(1)); [Subscribe] public static void B(Printed e, ShopDb db) { db.Orders.{|EVG1204:Update|}(new Order()); db.SaveChanges(); }", "OrderPaid -> Printed -> OrderPaid (by writing Order)")]
    public async Task Circle_IsReportedWithTheWayRound(string paid, string handlers, string way)
    {
        string marked = handlers.Replace("db.Orders.First().{|EVG1204:Prints|}++", "{|EVG1204:db.Orders.First().Prints|}++", StringComparison.Ordinal);
        bool inEntity = !marked.Contains("EVG1204", StringComparison.Ordinal);
        string entities = inEntity ? ContextProject.Entities.Replace("Status = Status.Paid; } }", "{|EVG1204:Status|} = Status.Paid; } }", StringComparison.Ordinal) : ContextProject.Entities;

        var reported = await s_circles.VerifyAsync(entities, paid, Others, Handlers(marked));

        Assert.Equal(
            $"A trigger fires in a circle that may never end: {way}; take the write out, or make sure that a condition ends the circle",
            Assert.Single(reported).GetMessage());
    }

    [Theory, Silent("EVG1204")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.First().Prints++; db.SaveChanges(); }")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { var o = db.Orders.First(); o.Status = Status.Shipped; db.Update(o); db.SaveChanges(); }")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.First().Ship(); db.SaveChanges(); }")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.Remove(db.Orders.First()); db.SaveChanges(); }")]
    [InlineData(Paid, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Orders.Add(new Order { Status = Status.New }); db.SaveChanges(); }")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) => db.Orders.First().Status = Status.Shipped;")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { db.Add(new Parcel()); db.SaveChanges(); }")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { var o = new Order(); o.Status = Status.Paid; System.Console.WriteLine(o); db.SaveChanges(); }")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) { System.Console.WriteLine(new WebOrder()); db.SaveChanges(); }")]
    [InlineData(Changed, "[Subscribe] public static void A(OrderPaid e, ShopDb db) => db.Orders.ExecuteDelete();")]
    [InlineData(Changed, "[Subscribe] public static void A(Printed e, ShopDb db) { db.Orders.First().Prints++; db.SaveChanges(); }")]
    public Task WriteThatFiresNothing_IsNotReported(string paid, string handlers) => s_circles.VerifyAsync(ContextProject.Entities, paid, Others, Handlers(handlers));

    [Fact, Fires("EVG2008")]
    public Task CircleOfEmitsWithAContext_IsOneOfEmits() => s_circles.VerifyAsync(
        ContextProject.Entities, Others, Handlers("[Subscribe] public static void A(Printed e, ShopDb db) { db.{|EVG2008:Emit|}(e); db.SaveChanges(); }"));

    private static string Handlers(string handlers) => $"namespace Shop; public static class H {{ {handlers} }}";
}
