using System.Text.Json.Serialization;

namespace EventGen.EntityFrameworkCore.Benchmarks;

[Event, Durable]
[EventTrigger(typeof(Order), nameof(WasPaid))]
public sealed record OrderPaid(int Id, string Customer, double Total)
{
    public static bool WasPaid(EntityChange<Order> change) => change.IsChanged(static order => order.IsPaid) && change.Entity.IsPaid;
}

[JsonSerializable(typeof(OrderPaid))]
internal sealed partial class BenchmarkJson : JsonSerializerContext;
