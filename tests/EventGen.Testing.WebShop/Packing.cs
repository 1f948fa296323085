using EventGen;

namespace WebShop;

/// <summary>Handlers with a service; one that fails on no order.</summary>
public sealed class Packing(Till till)
{
    /// <summary>Packs an order.</summary>
    [Subscribe(Name = "packing")]
    public async Task PackAsync(BasketPlaced basket)
    {
        await Task.Yield();
        if (basket.Id < 0) throw new InvalidOperationException("no such basket");
        till.Count();
        await Events.BasketPacked.EmitAsync(new BasketPacked(basket.Id));
    }
}
