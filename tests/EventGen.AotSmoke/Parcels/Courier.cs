namespace EventGen.AotSmoke.Parcels;

/// <summary>Made by generated code, in a scope for each attempt.</summary>
internal sealed class Courier(Route route, DeliveryBook book)
{
    [Subscribe]
    internal async Task DeliverAsync(ParcelShipped parcel, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(route);
        await Task.Delay(1, cancellationToken);
        book.Add(parcel);
        Events.ParcelDelivered.Emit(customer: parcel.Customer, number: parcel.Number);
    }
}
