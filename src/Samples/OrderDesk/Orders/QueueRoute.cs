namespace OrderDesk.Orders;

/// <summary>Into the queue in memory.</summary>
internal sealed class QueueRoute : IOrderRoute
{
    // Waits while the queue is full, so a feed of any size takes the same memory. Only the bus's own stop ends the wait.
    public ValueTask EmitAsync(OrderPlaced order) => Events.OrderPlaced.EmitAsync(order);

    public Task FinishAsync() => Task.CompletedTask;
}
