using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AotSmoke.Parcels;

/// <summary>Services as parameters, one of them keyed; one instance for the bus, made with a service.</summary>
internal sealed class Depot
{
    private static int s_made;
    private static int s_grams;

    private readonly DeliveryBook _book;

    public Depot(DeliveryBook book)
    {
        _book = book;
        Interlocked.Increment(ref s_made);
    }

    public static int Made => Volatile.Read(ref s_made);

    public static int Grams => Volatile.Read(ref s_grams);

    [Subscribe(Lifetime = HandlerLifetime.Singleton)]
    internal void Arrive(ParcelDelivered parcel) => _book.Arrive();

    [Subscribe]
    internal static void Weigh(ParcelShipped parcel, [FromKeyedServices("grams")] Func<decimal, int> grams, Route? route)
    {
        if (route is not null) Interlocked.Add(ref s_grams, grams(parcel.Weight));
    }
}
