namespace OrderDesk.Orders;

/// <summary>Into the outbox. Many orders share a commit; one customer's are emitted one after the other, which keeps their order.</summary>
internal sealed class DurableRoute : IOrderRoute
{
    private readonly Task[] _slots = [.. Enumerable.Repeat(Task.CompletedTask, 512)];

    public async ValueTask EmitAsync(OrderPlaced order)
    {
        uint slot = (uint)order.CustomerId.GetHashCode() % (uint)_slots.Length;
        await _slots[slot];

        // Under the order's id: a desk that starts again reads its feed from the beginning, and what is known already is not accepted twice.
        _slots[slot] = Events.OrderPlaced.EmitAsync(order, order.OrderId).AsTask();
    }

    public Task FinishAsync() => Task.WhenAll(_slots);
}
