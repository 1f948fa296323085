namespace Corpus;

public static class ShippingText
{
    public static string Of(IShippingEvent shipping) => shipping switch
    {
        ParcelSent(var id, var carrier) => $"{id} by {carrier}",
        ParcelLost { ParcelId: > 1000 } => "an old one",
        ParcelLost lost => $"{lost.ParcelId} is lost",
        ParcelReturned { Reason: { Length: > 0 } reason } => reason,
        ParcelReturned => "returned",
    };

    public static int Weight(IShippingEvent shipping)
    {
        switch (shipping)
        {
            case ParcelSent { Carrier: "post" } or ParcelLost:
                return 1;
            case ParcelSent:
                return 2;
            case ParcelReturned returned when returned.ParcelId < 0:
                return 3;
            default:
                return 4;
        }
    }

    public static bool IsGone(IShippingEvent shipping) => shipping is ParcelLost or ParcelReturned { Reason: null };

    public static string Any(object something) => something switch
    {
        IShippingEvent { ParcelId: var id } => $"parcel {id}",
        IAccountEvent => "account",
        _ => "nothing of ours",
    };

    public static bool IsOpen(IAccountEvent account) => account switch
    {
        AccountOpened => true,
        AccountClosed => false,
    };

    public static async Task<int> CountAsync(EventGroup<IAccountEvent> accounts, CancellationToken cancellationToken)
    {
        int open = 0;
        await using EventStream<IAccountEvent> stream = accounts.Stream(new() { Capacity = 32, WhenFull = StreamFullMode.Wait });
        await foreach (var account in stream.WithCancellation(cancellationToken)) open += account is AccountOpened ? 1 : -1;
        return open;
    }
}
