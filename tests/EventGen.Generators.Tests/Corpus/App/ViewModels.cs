using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Corpus.Views;

public sealed class CompositeDisposable : IDisposable
{
    private readonly List<IDisposable> _all = [];

    public void Add(IDisposable one) => _all.Add(one);

    public void Dispose()
    {
        foreach (var one in _all) one.Dispose();
        _all.Clear();
    }
}

public static class DisposableExtensions
{
    public static T DisposeWith<T>(this T one, CompositeDisposable all) where T : IDisposable
    {
        all.Add(one);
        return one;
    }
}

public abstract class ViewModel : INotifyPropertyChanged, IDisposable
{
    public event PropertyChangedEventHandler? PropertyChanged;

    protected CompositeDisposable Subscriptions { get; } = new();

    protected void Set<T>(ref T field, T value, [CallerMemberName] string? name = null)
    {
        if (EqualityComparer<T>.Default.Equals(field, value)) return;
        field = value;
        PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(name));
    }

    public virtual void Dispose() => Subscriptions.Dispose();
}

public sealed class OrdersViewModel : ViewModel
{
    private decimal _total;
    private int _count;

    public OrdersViewModel(EventBus bus)
    {
        Subscriptions.Add(bus.Topic<OrderPlaced>().Subscribe(OnPlaced));
        bus.Topic<OrderCancelled>().Subscribe(_ => Count--).DisposeWith(Subscriptions);
        Events.PriceChanged.Subscribe(async price => await ShowAsync(price)).DisposeWith(Subscriptions);
    }

    public decimal Total
    {
        get => _total;
        private set => Set(ref _total, value);
    }

    public int Count
    {
        get => _count;
        private set => Set(ref _count, value);
    }

    private void OnPlaced(OrderPlaced order)
    {
        Total += order.Total;
        Count++;
    }

    private static async Task ShowAsync(PriceChanged price)
    {
        await Task.Yield();
        Console.WriteLine(price.Sku);
    }
}

public sealed class ParcelViewModel : ViewModel
{
    private readonly EventTopic<ParcelSent> _sent;
    private EventSubscription? _subscription;
    private bool _isLive;
    private string _carrier = "";

    public ParcelViewModel(EventTopic<ParcelSent> sent) => _sent = sent;

    public string Carrier
    {
        get => _carrier;
        set => Set(ref _carrier, value);
    }

    public bool IsLive
    {
        get => _isLive;
        set
        {
            Set(ref _isLive, value);
            if (value) _subscription ??= _sent.Subscribe(sent => Carrier = sent.Carrier);
            else Interlocked.Exchange(ref _subscription, null)?.Dispose();
        }
    }

    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
    }
}

// A page that subscribes while it is shown, by handlers that Unsubscribe finds again.
public sealed class PricePage
{
    private readonly Action<PriceChanged> _onPrice;

    public PricePage() => _onPrice = price => Latest = price.After;

    public decimal Latest { get; private set; }

    public void OnAppearing()
    {
        Events.PriceChanged.Subscribe(_onPrice);
        Events.StockLow.Subscribe(OnLow);
    }

    public void OnDisappearing()
    {
        Events.PriceChanged.Unsubscribe(_onPrice);
        Events.StockLow.Unsubscribe(OnLow);
    }

    private void OnLow(StockLow low) => Latest = low.Left;
}

public sealed class SelectionViewModel(EventBus bus) : ViewModel
{
    private readonly Dictionary<string, EventSubscription> _bySku = [];
    private EventSubscription[] _fixed = [];

    public void Select(string sku)
    {
        if (_bySku.ContainsKey(sku)) return;
        _bySku[sku] = bus.Topic<PriceChanged>().Subscribe(price =>
        {
            if (price.Sku == sku) Console.WriteLine(price.After);
        });
    }

    public void Deselect(string sku)
    {
        if (_bySku.Remove(sku, out var subscription)) subscription.Dispose();
    }

    public void Fix() => _fixed = [bus.Topic<OrderPlaced>().Subscribe(_ => { }), bus.Topic<OrderCancelled>().Subscribe(_ => { })];

    public override void Dispose()
    {
        foreach (var (_, subscription) in _bySku) subscription.Dispose();
        Array.ForEach(_fixed, static one => one.Dispose());
        base.Dispose();
    }
}
