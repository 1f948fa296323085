using EventGen;

namespace WebShop;

/// <summary>A service that emits.</summary>
public sealed class Till(EventTopic<BasketPlaced> baskets)
{
    private int _packed;

    /// <summary>How many orders have been packed.</summary>
    public int Packed => Volatile.Read(ref _packed);

    /// <summary>Places an order.</summary>
    public void Ring(int id) => baskets.Emit(new BasketPlaced(id));

    /// <summary>Counts an order that has been packed.</summary>
    public void Count() => Interlocked.Increment(ref _packed);
}
