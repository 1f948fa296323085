namespace EventGen.AotSmoke.Parcels;

/// <summary>What each customer got, in the order of arrival.</summary>
internal sealed class DeliveryBook
{
    private readonly object _gate = new();
    private readonly SortedDictionary<string, List<int>> _parcels = new(StringComparer.Ordinal);
    private int _arrived;

    public int Arrived => Volatile.Read(ref _arrived);

    public void Arrive() => Interlocked.Increment(ref _arrived);

    public void Add(ParcelShipped parcel)
    {
        lock (_gate)
        {
            if (!_parcels.TryGetValue(parcel.Customer, out var numbers)) _parcels.Add(parcel.Customer, numbers = []);
            numbers.Add(parcel.Number);
        }
    }

    public IEnumerable<string> Lines() => _parcels.Select(static customer => $"{customer.Key} got {string.Join(" ", customer.Value)}");
}
